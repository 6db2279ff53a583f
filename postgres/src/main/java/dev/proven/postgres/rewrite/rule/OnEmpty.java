package dev.proven.postgres.rewrite.rule;

import dev.proven.postgres.rewrite.sql.Expr;
import java.util.HashMap;
import java.util.Optional;
import java.util.Set;

/**
 * What an expression over aggregates gives where there is no row at all: count gives 0, the others
 * that are known here give NULL.
 */
final class OnEmpty {
  private static final Set<String> NULL_AGGREGATES =
      Set.of(
          "sum",
          "avg",
          "min",
          "max",
          "bool_and",
          "bool_or",
          "every",
          "bit_and",
          "bit_or",
          "stddev",
          "stddev_pop",
          "stddev_samp",
          "variance",
          "var_pop",
          "var_samp");

  private static final Set<String> STRICT = Set.of("+", "-", "*", "/", "%", "||");
  private static final Expr NULL = new Expr.Literal("NULL");
  private static final Expr ZERO = new Expr.Literal("0");

  private OnEmpty() {}

  /** Whether every aggregate in it is one of those known here. */
  static boolean isKnown(Expr expr, Facts facts) {
    return aggregates(expr, facts).values().stream().allMatch(Optional::isPresent);
  }

  /** Whether it is certainly NULL. */
  static boolean isNull(Expr expr, Facts facts) {
    return switch (expr) {
      case Expr.Call c when facts.isAggregate(c) -> NULL_AGGREGATES.contains(c.name());
      case Expr.Binary b when STRICT.contains(b.operator()) ->
          isNull(b.left(), facts) || isNull(b.right(), facts);
      case Expr.Cast c -> isNull(c.operand(), facts);
      default -> false;
    };
  }

  /** It with its aggregates replaced by what they give; known ones only. */
  static Expr value(Expr expr, Facts facts) {
    var values = new HashMap<Expr, Expr>();
    aggregates(expr, facts).forEach((e, v) -> v.ifPresent(known -> values.put(e, known)));
    return dev.proven.postgres.rewrite.sql.Replace.in(expr, values);
  }

  private static java.util.Map<Expr, Optional<Expr>> aggregates(Expr expr, Facts facts) {
    var values = new HashMap<Expr, Optional<Expr>>();
    for (var e : dev.proven.postgres.rewrite.sql.Scan.of(expr).exprs()) {
      if (facts.isAggregate(e) && e instanceof Expr.Call c) {
        values.put(c, value(c.name()));
      }
    }
    return values;
  }

  private static Optional<Expr> value(String aggregate) {
    if (aggregate.equals("count")) {
      return Optional.of(ZERO);
    }
    return NULL_AGGREGATES.contains(aggregate) ? Optional.of(NULL) : Optional.empty();
  }
}
