package dev.proven.postgres.rewrite.rule;

import dev.proven.postgres.rewrite.sql.Expr;
import dev.proven.postgres.rewrite.sql.From;
import dev.proven.postgres.rewrite.sql.Labels;
import dev.proven.postgres.rewrite.sql.Query;
import dev.proven.postgres.rewrite.sql.Stars;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether some keys leave nothing open: no two rows are alike in them, so an order by them is the
 * only one.
 */
public final class Settled {
  private final Query.Block block;
  private final List<Expr> keys;
  private final Determined determined;

  private Settled(Query.Block block, List<Expr> keys, Facts facts) {
    this.block = block;
    this.keys = keys.stream().map(k -> meaning(k, block)).toList();
    var columns = new ArrayList<Expr.Column>();
    this.keys.forEach(k -> {
      if (k instanceof Expr.Column c) {
        columns.add(c);
      }
    });
    var conditions = new ArrayList<>(block.where());
    block.from().forEach(f -> innerConditions(f, conditions));
    this.determined = Determined.by(columns, sources(block), conditions, facts);
  }

  /** Whether they tell apart the rows that a block joins. */
  public static boolean rows(Query.Block block, List<Expr> keys, Facts facts) {
    return new Settled(block, keys, facts).joinedRows();
  }

  /** Whether they tell apart the rows that a block answers, before DISTINCT ON and LIMIT. */
  public static boolean answer(Query.Block block, List<Expr> keys, Facts facts) {
    var settled = new Settled(block, keys, facts);
    if (block.distinct()) {
      return Stars.spelt(block)
          .map(b -> b.items().stream().allMatch(i -> settled.holds(i.expr())))
          .orElse(false);
    }
    return facts.isGrouped(block)
        ? block.groupBy().stream().allMatch(g -> settled.holds(meaning(g, block)))
        : settled.joinedRows();
  }

  private boolean joinedRows() {
    return sources(block).stream().allMatch(s -> determined.holds(s.alias()));
  }

  private boolean holds(Expr expr) {
    return keys.contains(expr) || determined.holds(expr);
  }

  private static List<From.Source> sources(Query.Block block) {
    return block.from().stream().flatMap(From::sources).toList();
  }

  /** An outer join settles nothing by its condition. */
  private static void innerConditions(From from, List<Expr> into) {
    if (from instanceof From.Joined j) {
      if (j.isInner()) {
        into.addAll(j.on());
        innerConditions(j.left(), into);
        innerConditions(j.right(), into);
      }
    }
  }

  /** A name or a position stands for what is selected under it. */
  private static Expr meaning(Expr key, Query.Block block) {
    var item =
        switch (key) {
          case Expr.Output o -> named(o.name(), block);
          case Expr.Literal l when l.text().matches("[1-9]\\d{0,3}") ->
              block.items().stream().skip(Long.parseLong(l.text()) - 1).findFirst();
          default -> Optional.<Query.Item>empty();
        };
    return item.map(Query.Item::expr).orElse(key);
  }

  private static Optional<Query.Item> named(String name, Query.Block block) {
    return block.items().stream().filter(i -> Labels.of(i).equals(Optional.of(name))).findFirst();
  }
}
