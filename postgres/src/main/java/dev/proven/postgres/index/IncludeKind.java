package dev.proven.postgres.index;

import java.util.ArrayList;
import java.util.List;

/**
 * Btree indexes that include whatever else a statement needs of the table, so that the table is not
 * read: where only part of a wide row is needed.
 */
final class IncludeKind implements CandidateKind {
  private static final int MOST_INCLUDED = 6;
  private static final int MOST_KEYS = 3;

  /** An index this large beside its table is not read faster than the table. */
  private static final double MOST_SIZE = 0.7;

  @Override
  public List<Idea> ideas(Table table, TableUse use) {
    var ideas = new ArrayList<Idea>();
    if (use.wholeRow() || !table.columns().keySet().containsAll(use.needed())) {
      return ideas;
    }
    KeyLists.of(table, use)
        .forEach((keys, purpose) -> {
          var columns = keys.stream().map(Key::column).toList();
          var rest = use.needed().stream().filter(c -> !columns.contains(c)).toList();
          boolean few = !rest.isEmpty() && rest.size() <= MOST_INCLUDED;
          if (few && keys.size() <= MOST_KEYS && isSmall(table, columns, rest)) {
            ideas.add(
                Idea.of(
                    CandidateKind.btree(table, keys).including(rest),
                    purpose + ", all else the statement needs included",
                    Leading.conditions(use, columns)));
          }
        });
    return List.copyOf(ideas);
  }

  private static boolean isSmall(Table table, List<String> keys, List<String> rest) {
    double width = 0;
    for (var columns : List.of(keys, rest)) {
      for (String column : columns) {
        var found = table.columns().get(column);
        width += found == null ? 8 : found.width();
      }
    }
    return IndexSize.withoutDuplicates(table.rows(), width) < MOST_SIZE * table.bytes();
  }
}
