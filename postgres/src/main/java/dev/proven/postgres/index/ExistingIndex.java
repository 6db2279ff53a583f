package dev.proven.postgres.index;

import java.util.List;

/**
 * A valid btree index over all rows of a table, on bare columns in their default order of values.
 *
 * @param name unquoted
 * @param keys its key columns in order
 * @param unique whether its key finds at most one row
 */
record ExistingIndex(String name, List<Key> keys, boolean unique) {

  /** Whether it already answers everything that an index on these keys would. */
  boolean covers(List<Key> wanted) {
    return startsWith(wanted) || startsWith(wanted.stream().map(Key::reversed).toList());
  }

  /** Whether these keys begin as it does, so that it finds the same rows with the first of them. */
  boolean beginsLike(List<Key> wanted) {
    return keys.getFirst().column().equals(wanted.getFirst().column());
  }

  /** Whether these keys only add to what finds one row already. */
  boolean isLengthenedBy(List<Key> wanted) {
    return unique && wanted.size() > keys.size() && wanted.subList(0, keys.size()).equals(keys);
  }

  private boolean startsWith(List<Key> wanted) {
    return wanted.size() <= keys.size() && keys.subList(0, wanted.size()).equals(wanted);
  }
}
