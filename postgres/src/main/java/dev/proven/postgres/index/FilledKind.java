package dev.proven.postgres.index;

import dev.proven.postgres.Sql;
import java.util.List;

/**
 * Btree indexes over the rows in which the first key is not NULL, where it mostly is: whoever
 * compares the column finds all that there is, and the server knows that.
 */
final class FilledKind implements CandidateKind {
  /** With fewer the index is not much smaller than one over all rows. */
  private static final double LEAST_NULLS = 0.5;

  @Override
  public List<Idea> ideas(Table table, TableUse use) {
    return KeyLists.of(table, use).keySet().stream()
        .filter(keys -> isMostlyNull(table, keys.getFirst().column()))
        .map(keys -> {
          var first = keys.getFirst().column();
          return Idea.of(
              CandidateKind.btree(table, keys).where(Sql.identifier(first) + " IS NOT NULL"),
              "only the rows in which " + first + " is not NULL",
              Leading.conditions(use, keys.stream().map(Key::column).toList()));
        })
        .toList();
  }

  private static boolean isMostlyNull(Table table, String name) {
    var column = table.columns().get(name);
    return column != null && column.nulls() >= LEAST_NULLS;
  }
}
