package dev.proven.postgres.index;

import java.util.List;

/**
 * A valid btree index over all rows of a table, on bare columns in their default order of values.
 *
 * @param name unquoted
 * @param keys its key columns in order
 */
record ExistingIndex(String name, List<Key> keys) {

  /** Whether it already answers everything that an index on these keys would. */
  boolean covers(List<Key> wanted) {
    return startsWith(wanted) || startsWith(wanted.stream().map(Key::reversed).toList());
  }

  private boolean startsWith(List<Key> wanted) {
    return wanted.size() <= keys.size() && keys.subList(0, wanted.size()).equals(wanted);
  }
}
