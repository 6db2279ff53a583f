package dev.proven.postgres.rewrite.rule;

import dev.proven.postgres.rewrite.sql.Expr;
import dev.proven.postgres.rewrite.sql.Query;
import dev.proven.postgres.rewrite.sql.Replace;
import dev.proven.postgres.rewrite.sql.Scan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A long list of constants as rows to join with, and a short list of rows as constants. Only whole
 * numbers and texts, for which the list's type is the column's own.
 */
public final class ValuesList implements Rule {
  private static final int LONG = 50;

  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,9}");
  private static final Pattern TEXT = Pattern.compile("'([^'\\\\]|'')*'");

  private static final String PROOF =
      "IN is true just where an equal value is among the constants, however they are written; they"
          + " are of the column's type.";

  @Override
  public String id() {
    return "values";
  }

  @Override
  public List<Rewritten> rewrite(Query root, Facts facts) {
    var found = new ArrayList<Rewritten>();
    for (var block : Scan.of(root).blocks()) {
      for (var term : block.where()) {
        other(term, facts)
            .map(with -> {
              var where = Replace.in(block.where(), Map.of(term, with));
              return say(Replace.block(root, block.id(), block.withWhere(where)), term);
            })
            .ifPresent(found::add);
      }
    }
    return found;
  }

  private static Optional<Expr> other(Expr term, Facts facts) {
    return switch (term) {
      case Expr.InList in
          when !in.negated()
              && in.values().size() >= LONG
              && fits(in.operand(), in.values(), facts) ->
          Optional.of(new Expr.InQuery(in.operand(), rows(in.values()), false));
      case Expr.InQuery in
          when in.query() instanceof Query.Values v
              && v.rows().stream().allMatch(r -> r.fields().size() == 1)
              && fits(in.operand(), list(v), facts) ->
          Optional.of(new Expr.InList(in.operand(), list(v), in.negated()));
      default -> Optional.empty();
    };
  }

  private static List<Expr> list(Query.Values v) {
    return v.rows().stream().map(r -> r.fields().getFirst()).toList();
  }

  private static Query rows(List<Expr> values) {
    return new Query.Values(values.stream().map(v -> new Expr.Row(List.of(v))).toList());
  }

  private static boolean fits(Expr operand, List<Expr> values, Facts facts) {
    if (!(operand instanceof Expr.Column c)) {
      return false;
    }
    var column = facts.column(c);
    boolean whole = column.isPresent() && column.get().isInteger();
    boolean text = column.isPresent() && column.get().isText() && column.get().plainEquality();
    return values.stream()
        .allMatch(v ->
            v instanceof Expr.Literal l
                && ((whole && WHOLE.matcher(l.text()).matches())
                    || (text && TEXT.matcher(l.text()).matches())));
  }

  private static Rewritten say(Query query, Expr term) {
    boolean list = term instanceof Expr.InList;
    return new Rewritten(
        query,
        list ? "compares each row with a long list" : "joins with a list of rows",
        list ? "IN over a list as IN over VALUES" : "IN over VALUES as IN over a list",
        List.of("All constants are of the column's own type, none is NULL."),
        Optional.of(PROOF));
  }
}
