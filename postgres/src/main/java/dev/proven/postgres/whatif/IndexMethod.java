package dev.proven.postgres.whatif;

import java.util.Locale;

/** How an index is organised. */
public enum IndexMethod {
  /** Sorted; the only one that knows an order, includes columns and stores equal keys once. */
  BTREE,
  /** From the parts of a value, such as the words of a text, to the rows that hold them. */
  GIN,
  /** The least and the largest value of each run of pages. */
  BRIN,
  /** By a hash of one key; answers equality only. */
  HASH;

  /** As SQL spells it. */
  public String sql() {
    return name().toLowerCase(Locale.ROOT);
  }
}
