package dev.proven.postgres.rewrite.rule;

import dev.proven.postgres.rewrite.catalog.ColumnFacts;
import dev.proven.postgres.rewrite.sql.Expr;
import dev.proven.postgres.rewrite.sql.Query;
import dev.proven.postgres.rewrite.sql.Replace;
import dev.proven.postgres.rewrite.sql.Scan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A count of which only is asked whether it is zero, as EXISTS: it stops at the first row. */
public final class CountExists implements Rule {
  private static final String PROOF =
      "A count is never NULL, and it is above zero just where there is a row to count.";

  private static final Query.Item ONE = new Query.Item(new Expr.Literal("1"), null);

  @Override
  public String id() {
    return "count-exists";
  }

  @Override
  public List<Rewritten> rewrite(Query root, Facts facts) {
    var found = new ArrayList<Rewritten>();
    for (var block : Scan.of(root).blocks()) {
      for (var term : block.where()) {
        other(term, facts).map(with -> say(root, block, term, with)).ifPresent(found::add);
      }
    }
    return found;
  }

  private static Optional<Expr> other(Expr term, Facts facts) {
    if (!(term instanceof Expr.Binary b) || !b.compares()) {
      return Optional.empty();
    }
    var facing = b.left() instanceof Expr.Scalar ? b : b.turned();
    if (!(facing.left() instanceof Expr.Scalar s)
        || !(facing.right() instanceof Expr.Literal l)
        || !(s.query() instanceof Query.Block q)) {
      return Optional.empty();
    }
    return switch (facing.operator() + l.text()) {
      case ">0", ">=1", "<>0" -> rows(q, facts).map(Expr.Exists::new);
      case "=0", "<1", "<=0" -> rows(q, facts).map(r -> new Expr.Not(new Expr.Exists(r)));
      default -> Optional.empty();
    };
  }

  /** The rows that are counted, empty where it is not a plain count. */
  private static Optional<Query.Block> rows(Query.Block q, Facts facts) {
    if (q.items().size() != 1
        || !(q.items().getFirst().expr() instanceof Expr.Call c)
        || !c.name().equals("count")
        || !c.order().isEmpty()
        || !q.groupBy().isEmpty()
        || !q.having().isEmpty()
        || !q.bounds().isNone()
        || q.from().isEmpty()
        || !Correlated.aliases(q).containsAll(Scan.of(c).freeSources())
        || Scan.of(c).hasQuery()
        || facts.returnsSet(c)
        || c.arguments().size() != 1
        || !isPlain(c.arguments().getFirst(), facts)) {
      return Optional.empty();
    }
    var where = new ArrayList<>(q.where());
    if (c.filter() != null) {
      where.add(c.filter());
    }
    if (!(c.arguments().getFirst() instanceof Expr.Star)) {
      where.add(new Expr.IsNull(c.arguments().getFirst(), true));
    }
    return Optional.of(Query.Block.plain(q.id(), List.of(ONE), q.from(), where));
  }

  /** Of a value of several fields, counting and IS NOT NULL do not think alike. */
  private static boolean isPlain(Expr counted, Facts facts) {
    return switch (counted) {
      case Expr.Star _ -> true;
      case Expr.Literal _ -> true;
      case Expr.Column c -> facts.column(c).map(ColumnFacts::plainEquality).orElse(false);
      default -> false;
    };
  }

  private static Rewritten say(Query root, Query.Block block, Expr term, Expr with) {
    var where = Replace.in(block.where(), Map.of(term, with));
    return new Rewritten(
        Replace.block(root, block.id(), block.withWhere(where)),
        "counts rows to learn whether there is one",
        "count compared with zero as EXISTS",
        List.of("The count has no group, and nothing limits it."),
        Optional.of(PROOF));
  }
}
