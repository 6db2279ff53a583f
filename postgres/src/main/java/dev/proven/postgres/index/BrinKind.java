package dev.proven.postgres.index;

import dev.proven.postgres.index.Term.Access;
import dev.proven.postgres.whatif.IndexKey;
import dev.proven.postgres.whatif.IndexMethod;
import java.util.List;
import java.util.stream.Stream;

/**
 * BRIN indexes for ranges of a column that the rows of a large table follow in order: kilobytes
 * where a btree takes megabytes.
 */
final class BrinKind implements CandidateKind {
  /** Below this a run of pages holds values from everywhere. */
  private static final double LEAST_CORRELATION = 0.9;

  /** About 16 runs of 128 pages: in a smaller table there is little to skip. */
  private static final double LEAST_PAGES = 2_000;

  private final double leastPages;

  BrinKind() {
    this(LEAST_PAGES);
  }

  BrinKind(double leastPages) {
    this.leastPages = leastPages;
  }

  @Override
  public List<Idea> ideas(Table table, TableUse use) {
    if (table.pages() < leastPages) {
      return List.of();
    }
    return Stream.of(Access.RANGE, Access.EQUAL)
        .flatMap(a -> use.terms(a).stream())
        .map(t -> t.column().column())
        .distinct()
        .filter(c -> follows(table.columns().get(c)))
        .map(c ->
            Idea.of(
                CandidateKind.single(table, IndexMethod.BRIN, IndexKey.column(c)),
                "range of a column that the rows follow in order",
                Leading.conditions(use, List.of(c))))
        .toList();
  }

  private static boolean follows(@org.jspecify.annotations.Nullable Column column) {
    return column != null
        && column.sortable()
        && Math.abs(column.correlation()) >= LEAST_CORRELATION;
  }
}
