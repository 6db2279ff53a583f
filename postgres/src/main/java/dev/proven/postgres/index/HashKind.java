package dev.proven.postgres.index;

import dev.proven.postgres.index.Term.Access;
import dev.proven.postgres.whatif.IndexKey;
import dev.proven.postgres.whatif.IndexMethod;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Hash indexes for equality on wide values, of which they keep four bytes each: where values are
 * short or often the same, a btree is as small and answers more.
 */
final class HashKind implements CandidateKind {
  /** An entry of a hash index is 20 bytes, one of a btree 12 more than its value. */
  private static final double LEAST_WIDTH = 24;

  private static final double LEAST_DISTINCT_SHARE = 0.2;
  private static final Set<Access> NEEDS_ORDER = Set.of(Access.RANGE, Access.PREFIX);

  @Override
  public List<Idea> ideas(Table table, TableUse use) {
    var ordered =
        use.terms().stream()
            .filter(t -> NEEDS_ORDER.contains(t.access()))
            .map(t -> t.column().column())
            .collect(Collectors.toSet());
    return use.terms().stream()
        .filter(t -> t.access() == Access.EQUAL || t.access() == Access.JOIN)
        .filter(t -> !t.text().endsWith("IS NULL"))
        .map(t -> t.column().column())
        .distinct()
        .filter(c -> !ordered.contains(c) && pays(table, c))
        .map(c ->
            Idea.of(
                CandidateKind.single(table, IndexMethod.HASH, IndexKey.column(c)),
                "equality on a wide value",
                Leading.conditions(use, List.of(c))))
        .toList();
  }

  private static boolean pays(Table table, String name) {
    var column = table.columns().get(name);
    return column != null
        && column.sortable()
        && column.width() >= LEAST_WIDTH
        && column.distinct() >= LEAST_DISTINCT_SHARE * table.rows();
  }
}
