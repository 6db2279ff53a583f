package dev.proven.postgres.rewrite.rule;

import dev.proven.postgres.rewrite.sql.Expr;
import dev.proven.postgres.rewrite.sql.From;
import dev.proven.postgres.rewrite.sql.Names;
import dev.proven.postgres.rewrite.sql.Query;
import dev.proven.postgres.rewrite.sql.Replace;
import dev.proven.postgres.rewrite.sql.Scan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Groups of a join, of which one side is unique in the group, as a join with groups: the other side
 * is aggregated before it is joined. After Yan and Larson, Eager Aggregation and Lazy Aggregation,
 * VLDB 1995.
 */
public final class PreAggregated implements Rule {
  private static final String PROOF =
      "A unique key of the one side is grouped by, so each group is one of its rows with all that"
          + " fits of the other side, and that is just a group of the other side by the compared"
          + " columns. A row that nothing fits gets what the aggregate gives for one row of NULLs.";

  @Override
  public String id() {
    return "pre-aggregation";
  }

  @Override
  public List<Rewritten> rewrite(Query root, Facts facts) {
    var found = new ArrayList<Rewritten>();
    for (var block : Scan.of(root).blocks()) {
      if (isCandidate(block)) {
        for (var split : GroupSides.of(block, facts)) {
          new Place(root, block, split, facts).rewritten().ifPresent(found::add);
        }
      }
    }
    return found;
  }

  private static boolean isCandidate(Query.Block b) {
    return !b.groupBy().isEmpty()
        && b.distinctOn().isEmpty()
        && b.items().stream().noneMatch(i -> Scan.of(i.expr()).hasWindow())
        && b.bounds().order().stream().noneMatch(o -> Scan.of(o.expr()).hasWindow())
        && b.groupBy().stream().allMatch(Expr.Column.class::isInstance);
  }

  /** One way to part the sources of one block. */
  private record Place(Query root, Query.Block block, GroupSides sides, Facts facts) {

    Optional<Rewritten> rewritten() {
      var aggregates = aggregates();
      if (aggregates.isEmpty() || !aggregates.stream().allMatch(this::canMove)) {
        return Optional.empty();
      }
      var names = Names.in(root);
      var alias = names.fresh("grouped");
      var places = new HashMap<Expr, Expr>();
      var items = new ArrayList<Query.Item>();
      var keys = new LinkedHashMap<Expr.Column, Expr.Column>();
      for (var link : sides.links()) {
        var name = "key" + (keys.size() + 1);
        if (!keys.containsKey(link.right())) {
          keys.put(link.right(), new Expr.Column(alias, name));
          items.add(new Query.Item(link.right(), name));
        }
      }
      int number = 0;
      for (var aggregate : aggregates) {
        var name = aggregate.name() + ++number;
        items.add(new Query.Item(aggregate, name));
        places.put(aggregate, sides.filled(aggregate, new Expr.Column(alias, name)));
      }
      var inner =
          Query.Block.plain(names.block(), items, List.of(sides.many()), sides.manyConditions())
              .withGroupBy(List.copyOf(keys.keySet()));
      return result(new From.Derived(inner, alias, alias, List.of(), false), keys, places);
    }

    private Optional<Rewritten> result(
        From.Derived groups, Map<Expr.Column, Expr.Column> keys, Map<Expr, Expr> places) {
      var on = new ArrayList<Expr>();
      sides.links().forEach(l -> on.add(new Expr.Binary("=", l.left(), key(keys, l.right()))));
      var selecting = Replace.outside(block, places);
      var where = new ArrayList<>(sides.oneConditions());
      var from = sides.joined(groups, on, where);
      where.addAll(selecting.having());
      var changed = selecting.withGroupBy(List.of()).withHaving(List.of()).withFrom(from, where);
      boolean open = readsMany(changed);
      return open ? Optional.empty() : Optional.of(say(changed));
    }

    private static Expr key(Map<Expr.Column, Expr.Column> keys, Expr.Column column) {
      var key = keys.get(column);
      return key == null ? column : key;
    }

    /** Whether something outside of the aggregates still reads the side that is now grouped. */
    private boolean readsMany(Query.Block changed) {
      var exprs = new ArrayList<>(changed.where());
      changed.items().forEach(i -> exprs.add(i.expr()));
      changed.bounds().order().forEach(o -> exprs.add(o.expr()));
      var many = sides.many().alias();
      return Scan.of(exprs)
          .any(e ->
              (e instanceof Expr.Column c && c.source().equals(many))
                  || (e instanceof Expr.Star s && s.source().equals(many)));
    }

    private Set<Expr.Call> aggregates() {
      var exprs = new ArrayList<Expr>(block.having());
      block.items().forEach(i -> exprs.add(i.expr()));
      block.bounds().order().forEach(o -> exprs.add(o.expr()));
      var calls = new LinkedHashSet<Expr.Call>();
      Scan.of(exprs).calls().stream().filter(facts::isAggregate).forEach(calls::add);
      return calls;
    }

    /** It must look at the grouped side alone, and be NULL there for a row of NULLs. */
    private boolean canMove(Expr.Call aggregate) {
      var many = Set.of(sides.many().alias());
      return aggregate.filter() == null
          && aggregate.order().isEmpty()
          && OnEmpty.isKnown(aggregate, facts)
          && Total.is(aggregate, facts)
          && many.containsAll(Scan.of(aggregate).freeSources())
          && (isCountOfRows(aggregate)
              || aggregate.arguments().stream().allMatch(a -> Strict.is(a)));
    }

    private Rewritten say(Query.Block changed) {
      return new Rewritten(
          Replace.block(root, block.id(), changed),
          "joins all rows of " + sides.many().written() + " before it groups them",
          sides.many().written()
              + " grouped by "
              + facts.name(sides.links().getFirst().right())
              + " before it is joined",
          List.of(
              "What is grouped by holds a unique key, of columns that are NOT NULL, of "
                  + String.join(", ", sides.oneNames())
                  + "."),
          isExact() ? Optional.of(PROOF) : Optional.empty());
    }

    private boolean isExact() {
      return aggregates().stream().allMatch(a -> Exact.isForAnyRow(a, facts))
          && sides.manyConditions().stream().allMatch(t -> Exact.isForAnyRow(t, facts));
    }
  }

  static boolean isCountOfRows(Expr.Call aggregate) {
    return aggregate.name().equals("count")
        && !aggregate.distinct()
        && (aggregate.arguments().getFirst() instanceof Expr.Star
            || (aggregate.arguments().getFirst() instanceof Expr.Literal l
                && !l.text().equalsIgnoreCase("null")));
  }
}
