package dev.proven.postgres.rewrite.rule;

import dev.proven.postgres.rewrite.sql.Expr;
import dev.proven.postgres.rewrite.sql.From;
import dev.proven.postgres.rewrite.sql.Query;
import dev.proven.postgres.rewrite.sql.Scan;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A subquery that computes one aggregated value for the rows that equal the outer row in some
 * columns.
 *
 * @param block the subquery
 * @param value what it computes
 * @param links each an inner column and the outer one that it must equal
 * @param local its conditions that look at nothing outside
 */
record Correlated(Query.Block block, Expr value, List<Equality> links, List<Expr> local) {

  /**
   * Such a subquery, empty where it is not of this shape.
   *
   * @param outer the block it stands in
   */
  static Optional<Correlated> of(Query query, Query.Block outer, Facts facts) {
    if (!(query instanceof Query.Block b) || !isBareAggregate(b, facts)) {
      return Optional.empty();
    }
    var around = aliases(outer);
    var links = new ArrayList<Equality>();
    var local = new ArrayList<Expr>();
    for (var term : b.where()) {
      if (Scan.of(term).freeSources().stream().allMatch(aliases(b)::contains)) {
        local.add(term);
        continue;
      }
      var link = Equality.of(term).flatMap(e -> e.facing(aliases(b)));
      if (link.isEmpty()
          || !around.contains(link.get().right().source())
          || !facts.groupAlike(link.get().left(), link.get().right())) {
        return Optional.empty();
      }
      links.add(link.get());
    }
    boolean closed =
        !links.isEmpty()
            && aliases(b).containsAll(Scan.of(value(b)).freeSources())
            && b.from().stream().allMatch(f -> aliases(b).containsAll(Scan.of(f).freeSources()));
    boolean safe =
        closed
            && Total.is(value(b), facts)
            && local.stream().allMatch(t -> isSafe(t, facts))
            && b.from().stream().allMatch(f -> isSafe(f, facts));
    return safe ? Optional.of(new Correlated(b, value(b), links, local)) : Optional.empty();
  }

  /** A condition with a subquery of its own is evaluated for more rows, and fails for none. */
  private static boolean isSafe(Expr term, Facts facts) {
    return switch (term) {
      case Expr.InQuery i -> Total.is(i.operand(), facts);
      case Expr.Exists _ -> true;
      case Expr.Not n -> isSafe(n.term(), facts);
      default -> Total.is(term, facts);
    };
  }

  private static boolean isSafe(From from, Facts facts) {
    return !(from instanceof From.Joined j)
        || (j.on().stream().allMatch(t -> isSafe(t, facts))
            && isSafe(j.left(), facts)
            && isSafe(j.right(), facts));
  }

  static Set<String> aliases(Query.Block b) {
    return b.from().stream()
        .flatMap(From::sources)
        .map(From.Source::alias)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Expr value(Query.Block b) {
    return b.items().getFirst().expr();
  }

  private static boolean isBareAggregate(Query.Block b, Facts facts) {
    return b.items().size() == 1
        && !b.distinct()
        && b.distinctOn().isEmpty()
        && b.groupBy().isEmpty()
        && b.having().isEmpty()
        && b.bounds().isNone()
        && !b.from().isEmpty()
        && facts.aggregates(value(b))
        && isOfAggregatesAlone(value(b), facts)
        && OnEmpty.isKnown(value(b), facts);
  }

  /** No column outside of an aggregate, and in its aggregates none of the outer query. */
  private static boolean isOfAggregatesAlone(Expr value, Facts facts) {
    return switch (value) {
      case Expr.Call c when facts.isAggregate(c) ->
          c.order().isEmpty() && !Scan.of(c).hasQuery() && !Scan.of(c).hasWindow();
      case Expr.Binary b ->
          isOfAggregatesAlone(b.left(), facts) && isOfAggregatesAlone(b.right(), facts);
      case Expr.Cast c -> isOfAggregatesAlone(c.operand(), facts);
      case Expr.Call c -> c.arguments().stream().allMatch(a -> isOfAggregatesAlone(a, facts));
      case Expr.Literal _ -> true;
      default -> false;
    };
  }

  /** Whether nothing in it is added up in an order that matters, or fails for a further row. */
  boolean isExact(Facts facts) {
    return Exact.isForAnyRow(value, facts)
        && local.stream().allMatch(t -> Exact.isForAnyRow(t, facts));
  }

  /** The inner columns, each once. */
  List<Expr.Column> keys() {
    return links.stream().map(Equality::left).distinct().toList();
  }
}
