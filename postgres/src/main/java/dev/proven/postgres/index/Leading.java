package dev.proven.postgres.index;

import dev.proven.postgres.index.Term.Access;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The conditions that a btree index narrows what is read by. */
final class Leading {
  private Leading() {}

  /**
   * The texts of conditions with constants on the leading columns: those compared for equality and
   * the first that is not, since the columns behind it narrow nothing.
   */
  static Set<String> conditions(TableUse use, List<String> columns) {
    var conditions = new HashSet<String>();
    for (String column : columns) {
      use.terms().stream()
          .filter(t -> t.column().column().equals(column) && t.others().isEmpty())
          .map(Term::text)
          .forEach(conditions::add);
      if (!isEqual(use, column)) {
        break;
      }
    }
    return conditions;
  }

  private static boolean isEqual(TableUse use, String column) {
    return use.terms().stream()
        .filter(t -> t.access() == Access.EQUAL || t.access() == Access.JOIN)
        .anyMatch(t -> t.column().column().equals(column));
  }
}
