package dev.proven.postgres.hint;

import java.util.List;

/**
 * A way of the planner to do something, taken from it for one statement. As a hint it is {@code
 * Set(...)}, which holds while that statement is planned, and needs no name of a table.
 *
 * @param setting such as {@code enable_nestloop}
 * @param what is not done any more, in words
 */
record Switch(String setting, String what) {
  static final List<Switch> ALL =
      List.of(
          new Switch("enable_nestloop", "nested loops"),
          new Switch("enable_hashjoin", "hash joins"),
          new Switch("enable_mergejoin", "merge joins"),
          new Switch("enable_seqscan", "reading whole tables"),
          new Switch("enable_indexscan", "index scans"),
          new Switch("enable_bitmapscan", "bitmap scans"),
          new Switch("enable_hashagg", "groups by hash"),
          new Switch("enable_sort", "sorting"),
          new Switch("enable_material", "keeping rows for another round"));

  /** The statement with the hint in front. */
  String hinted(String text) {
    return "/*+ Set(" + setting + " off) */ " + text;
  }
}
