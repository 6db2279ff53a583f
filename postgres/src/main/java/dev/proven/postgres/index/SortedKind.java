package dev.proven.postgres.index;

import dev.proven.postgres.index.Term.Access;
import dev.proven.postgres.whatif.IndexDefinition;
import dev.proven.postgres.whatif.IndexKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Btree indexes that give the first rows of an ORDER BY with a LIMIT in their order, so that
 * reading stops early: what is compared for equality, then the sort keys with their directions, up
 * to four together. A key may be an expression.
 */
final class SortedKind implements CandidateKind {
  @Override
  public List<Idea> ideas(Table table, TableUse use) {
    var ideas = new ArrayList<Idea>();
    for (TableUse.Order order : use.orders()) {
      if (order.stopsEarly()) {
        add(table, use, List.of(), order, ideas);
        add(table, use, equal(table, use), order, ideas);
      }
    }
    return ideas.stream().distinct().toList();
  }

  private static List<String> equal(Table table, TableUse use) {
    return use.terms(Access.EQUAL).stream()
        .filter(t -> isComparable(table, t))
        .map(t -> t.column().column())
        .distinct()
        .toList();
  }

  private static boolean isComparable(Table table, Term term) {
    var column = table.columns().get(term.column().column());
    return column != null && column.sortable() && column.isSameAs(term.cast());
  }

  /** Without all of its sort keys an index still spares most of the sorting. */
  private static void add(
      Table table, TableUse use, List<String> first, TableUse.Order order, List<Idea> ideas) {
    var keys = new ArrayList<>(first.stream().map(IndexKey::column).toList());
    // Read backwards it gives the opposite order, whatever is compared for equality before.
    boolean backwards = order.keys().getFirst().descending();
    for (SortKey sort : order.keys()) {
      var key = key(table, sort).map(k -> backwards ? k.reversed() : k);
      if (key.isEmpty() || keys.size() >= IndexDefinition.MOST_KEYS) {
        break;
      }
      if (keys.stream().noneMatch(k -> k.subject().equals(key.get().subject()))) {
        keys.add(key.get());
      }
    }
    if (keys.size() > first.size() && keys.size() <= IndexDefinition.MOST_KEYS) {
      var name = table.name();
      ideas.add(
          Idea.of(
              IndexDefinition.btree(name.schema(), name.name(), keys),
              "order of the first rows",
              Leading.conditions(use, first)));
    }
  }

  private static Optional<IndexKey> key(Table table, SortKey sort) {
    if (!sort.expression().isEmpty()) {
      return Optional.of(
          IndexKey.expression(sort.expression()).ordered(sort.descending(), sort.nullsFirst()));
    }
    var column = table.columns().get(sort.column().column());
    return column == null || !column.sortable()
        ? Optional.empty()
        : Optional.of(IndexKey.column(column.name()).ordered(sort.descending(), sort.nullsFirst()));
  }
}
