package dev.proven.postgres.whatif;

import java.util.Collection;

/**
 * Pages of a GIN index that was just built: one that describes it, a btree of entries whose pages
 * are half full since the entries come in their order (somewhat more where an entry is large, since
 * the one in the middle stays where it is when a page is split), and a tree of its own for each
 * entry with more addresses than a third of a page takes (the server's ginentrypage.c and
 * gindatapage.c).
 */
final class GinSize {
  private static final double ENTRY_ROOM = Page.BYTES - Page.HEADER - 8;
  private static final double ENTRY_FILL = 0.5;

  /** What an entry as large as a page would add to that. */
  private static final double MORE_FILL = 0.75;

  private static final double INNER = 1.01;
  private static final double MOST_IN_ENTRY = 2_712;

  /** In a tree of its own, lists of 256 bytes with a first address each. */
  private static final double TREE_ROOM = Page.BYTES - Page.HEADER - 32;

  private static final double LIST = 256;

  private GinSize() {}

  /**
   * Of an index on one key.
   *
   * @param rows of the index
   * @param rowsPerPage of the table
   */
  static Extent of(Collection<GinSample.Group> parts, double rows, double rowsPerPage) {
    double entries = 0;
    double squares = 0;
    double trees = 0;
    for (var group : parts) {
      // The first address stands in the head of the list.
      double more = Math.max(0, group.rows() - 1);
      double addresses = more * PostingSize.each(group.rows() / rows, rowsPerPage);
      double key = 8 + group.bytes();
      boolean tree = addresses > MOST_IN_ENTRY;
      double entry = entry(tree ? key : key + PostingSize.LIST + addresses);
      entries += group.parts() * entry;
      squares += group.parts() * entry * entry;
      trees += tree ? group.parts() * pages(addresses) : 0;
    }
    double typical = entries > 0 ? squares / entries : 0;
    double used = ENTRY_FILL * ENTRY_ROOM + MORE_FILL * typical;
    return new Extent(Math.round(2 + entries / used * INNER + trees), 0);
  }

  private static double entry(double bytes) {
    return Page.aligned((int) Math.ceil(bytes)) + Page.POINTER;
  }

  private static double pages(double addresses) {
    double leaves = Math.ceil(addresses * (1 + PostingSize.LIST / LIST) / TREE_ROOM);
    return leaves > 1 ? leaves + 1 : 1;
  }

  /**
   * Where no row may be read: within about a factor of two, from the width of the values.
   *
   * @param width mean bytes of a value
   */
  static Extent guessed(double rows, double width, GinParts kind) {
    boolean trigrams = kind == GinParts.TRIGRAMS;
    double parts = rows * Math.max(1, trigrams ? width : width / 12);
    double different = trigrams ? Math.min(40_000, parts / 4) : parts / 10;
    return new Extent(Math.round(2 + (different * 24 + parts * 1.6) / (0.9 * Page.BYTES)), 0);
  }
}
