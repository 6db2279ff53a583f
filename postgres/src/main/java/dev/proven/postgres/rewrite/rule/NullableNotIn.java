package dev.proven.postgres.rewrite.rule;

import dev.proven.postgres.rewrite.sql.Expr;
import dev.proven.postgres.rewrite.sql.Names;
import dev.proven.postgres.rewrite.sql.Query;
import dev.proven.postgres.rewrite.sql.Replace;
import dev.proven.postgres.rewrite.sql.Scan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * NOT IN over a subquery as NOT EXISTS where a side can be NULL: what a NULL decides is asked
 * beside it, once for the whole statement, and the rows can be joined or looked up.
 */
public final class NullableNotIn implements Rule {
  private static final String PROOF =
      "NOT IN lets a row through just where no value is equal, none is NULL, and the row's own is not"
          + " NULL either unless there are no values at all; each of these is asked.";

  @Override
  public String id() {
    return "nullable-not-in";
  }

  /** A NOT IN looks through all values, or through a hash of them. */
  @Override
  public boolean opensIndexes() {
    return true;
  }

  @Override
  public List<Rewritten> rewrite(Query root, Facts facts) {
    var found = new ArrayList<Rewritten>();
    for (var block : Scan.of(root).blocks()) {
      for (int i = 0; i < block.where().size(); i++) {
        int at = i;
        if (block.where().get(i) instanceof Expr.InQuery in && in.negated()) {
          Membership.of(in, facts)
              .filter(m -> m.operands().size() == 1)
              .filter(m -> !NotIn.nullable(m, block, facts).isEmpty())
              .map(m -> say(root, block, at, m, facts))
              .ifPresent(found::add);
        }
      }
    }
    return found;
  }

  private static Rewritten say(Query root, Query.Block block, int at, Membership m, Facts facts) {
    var names = Names.in(root);
    var operand = m.operands().getFirst();
    var value = m.values().getFirst();
    var where = new ArrayList<>(block.where());
    where.set(at, new Expr.Not(new Expr.Exists(m.correlated())));
    var nullable = NotIn.nullable(m, block, facts);
    if (nullable.contains(value)) {
      var isNull = List.<Expr>of(new Expr.IsNull(value, false));
      where.add(new Expr.Not(new Expr.Exists(m.with(names.block(), isNull))));
    }
    if (nullable.contains(operand)) {
      var nothing = new Expr.Not(new Expr.Exists(m.with(names.block(), List.of())));
      where.add(new Expr.Or(List.of(new Expr.IsNull(operand, true), nothing)));
    }
    return new Rewritten(
        Replace.block(root, block.id(), block.withWhere(where)),
        "compares with every value of a NOT IN, for NULL among them",
        "NOT IN as NOT EXISTS, and NULL asked for beside it",
        nullable.stream().map(e -> NotIn.name(e, facts) + " can be NULL.").toList(),
        Optional.of(PROOF));
  }
}
