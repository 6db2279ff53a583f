package dev.proven.postgres.rewrite.rule;

import dev.proven.postgres.rewrite.sql.Expr;
import dev.proven.postgres.rewrite.sql.Scan;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Expressions that fail for no row. A rewritten text may compute them for rows that the original
 * never looked at, and a division by zero there would be an error where there was none.
 */
final class Total {
  private static final Set<String> OPERATORS =
      Set.of(
          "=",
          "<>",
          "<",
          "<=",
          ">",
          ">=",
          "+",
          "-",
          "*",
          "||",
          "LIKE",
          "NOT LIKE",
          "ILIKE",
          "NOT ILIKE",
          "IS DISTINCT FROM",
          "IS NOT DISTINCT FROM");

  private static final Set<String> FUNCTIONS =
      Set.of("now", "coalesce", "nullif", "greatest", "least", "lower", "upper", "length", "btrim");

  private static final Pattern NOT_ZERO =
      Pattern.compile("[0-9]*[1-9][0-9]*(\\.[0-9]+)?|0*\\.0*[1-9][0-9]*");
  private static final Pattern CASE_OR_IS = Pattern.compile("(CASE\\b.*| IS .*)");

  private Total() {}

  static boolean is(Expr expr, Facts facts) {
    return Scan.of(expr).exprs().stream().allMatch(e -> isStep(e, facts))
        && !Scan.of(expr).hasQuery();
  }

  private static boolean isStep(Expr expr, Facts facts) {
    return switch (expr) {
      case Expr.Column _,
          Expr.Literal _,
          Expr.And _,
          Expr.Or _,
          Expr.Not _,
          Expr.IsNull _,
          Expr.Between _,
          Expr.InList _,
          Expr.Row _,
          Expr.Extract _,
          Expr.Star _ ->
          true;
      case Expr.Binary b -> OPERATORS.contains(b.operator()) || isSafeDivision(b);
      case Expr.Call c -> FUNCTIONS.contains(c.name()) || facts.isAggregate(c);
      case Expr.Cast c -> c.operand() instanceof Expr.Literal;
      case Expr.Shape s ->
          CASE_OR_IS
              .matcher(
                  s.pieces().getFirst().isEmpty() ? s.pieces().getLast() : s.pieces().getFirst())
              .matches();
      case Expr.Output _,
          Expr.InQuery _,
          Expr.Quantified _,
          Expr.Exists _,
          Expr.Scalar _,
          Expr.Window _ ->
          false;
    };
  }

  private static boolean isSafeDivision(Expr.Binary b) {
    return (b.operator().equals("/") || b.operator().equals("%"))
        && b.right() instanceof Expr.Literal l
        && NOT_ZERO.matcher(l.text()).matches();
  }
}
