package dev.proven.postgres.rewrite.rule;

import dev.proven.postgres.rewrite.sql.Expr;
import dev.proven.postgres.rewrite.sql.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The test whether values are among those of a plain subquery.
 *
 * @param operands what is looked for
 * @param values what the subquery selects, in the same order
 */
record Membership(List<Expr> operands, List<Expr> values, Query.Block query) {

  /** Empty where the subquery groups, limits or unites, or where = is not the types' own. */
  static Optional<Membership> of(Expr.InQuery in, Facts facts) {
    var operands = in.operand() instanceof Expr.Row r ? r.fields() : List.of(in.operand());
    if (!(in.query() instanceof Query.Block b)
        || facts.isGrouped(b)
        || !b.distinctOn().isEmpty()
        || !b.bounds().isUnlimited()
        || b.items().size() != operands.size()
        || b.items().stream().anyMatch(i -> isOdd(i.expr(), facts))) {
      return Optional.empty();
    }
    var values = b.items().stream().map(Query.Item::expr).toList();
    for (int i = 0; i < values.size(); i++) {
      if (!haveOwnEquality(operands.get(i), values.get(i), facts)) {
        return Optional.empty();
      }
    }
    return Optional.of(new Membership(operands, values, b));
  }

  private static boolean isOdd(Expr value, Facts facts) {
    var scan = dev.proven.postgres.rewrite.sql.Scan.of(value);
    return value instanceof Expr.Star
        || scan.hasWindow()
        || scan.hasQuery()
        || facts.returnsSet(value);
  }

  private static boolean haveOwnEquality(Expr operand, Expr value, Facts facts) {
    return operand instanceof Expr.Column o
        && value instanceof Expr.Column v
        && facts.groupAlike(o, v);
  }

  /** The subquery that selects something just where the values are among its own. */
  Query.Block correlated() {
    var equal = new ArrayList<Expr>();
    for (int i = 0; i < values.size(); i++) {
      equal.add(new Expr.Binary("=", values.get(i), operands.get(i)));
    }
    return with(query.id(), equal);
  }

  /** The subquery under further conditions, which selects nothing but that there is something. */
  Query.Block with(int id, List<? extends Expr> conditions) {
    var where = new ArrayList<>(query.where());
    where.addAll(conditions);
    var one = List.of(new Query.Item(new Expr.Literal("1"), null));
    return Query.Block.plain(id, one, query.from(), where);
  }
}
