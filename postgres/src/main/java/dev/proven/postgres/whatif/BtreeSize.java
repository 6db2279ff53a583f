package dev.proven.postgres.whatif;

/**
 * Pages of a btree that was just built, as PostgreSQL 13 and newer build it: leaves are filled to
 * 90 %, the levels above to 70 %, and rows with equal keys share entries with a list of their
 * addresses, each at most a tenth of a page (the server's nbtsort.c and nbtdedup.c say so).
 */
final class BtreeSize {
  /** Without what stands at both ends of a page and the pointer to its upper limit. */
  private static final int USABLE = Page.BYTES - Page.HEADER - 16 - 2 * Page.POINTER;

  private static final int LEAF = USABLE - Page.BYTES / 10;
  private static final int INNER = USABLE - Page.BYTES * 3 / 10;
  private static final int LONGEST = 808;

  /** Sizes that vary less than this are all the same. */
  private static final double STEADY = 0.02;

  private BtreeSize() {}

  /**
   * The extent of an index.
   *
   * @param entry sizes of an entry for one row
   * @param duplicates rows that share keys; {@link Duplicates#none} where they share no entry
   */
  static Extent of(Spread entry, Duplicates duplicates) {
    double count = 0;
    double bytes = 0;
    double squares = 0;
    for (var size : entry.shares().entrySet()) {
      int own = size.getKey();
      count += size.getValue() * duplicates.sum(rows -> entries(own, rows, 0));
      bytes += size.getValue() * duplicates.sum(rows -> entries(own, rows, 1));
      squares += size.getValue() * duplicates.sum(rows -> entries(own, rows, 2));
    }
    double largest =
        entry.shares().keySet().stream()
            .mapToDouble(own -> largest(own, duplicates))
            .max()
            .orElse(1);
    double mean = bytes / Math.max(count, 1e-9);
    double variation = Math.max(0, squares / Math.max(count, 1e-9) / (mean * mean) - 1);
    double perPage = Math.max(Math.floor(LEAF / largest), perPage(mean, variation));
    return withUpperLevels(count / Math.max(2, perPage), entry.mean());
  }

  /** The entries of that many rows with one key, each raised to a power of its bytes. */
  private static double entries(int own, double rows, int power) {
    int most = Math.max(1, (LONGEST - own) / Page.ROW);
    double full = Math.floor(rows / most);
    int rest = (int) (rows - full * most);
    return full * Math.pow(listed(own, most), power)
        + (rest > 0 ? Math.pow(listed(own, rest), power) : 0);
  }

  private static double listed(int own, int rows) {
    return Page.POINTER + (rows == 1 ? own : Page.aligned(own + rows * Page.ROW));
  }

  private static double largest(int own, Duplicates duplicates) {
    int most = Math.max(1, (LONGEST - own) / Page.ROW);
    return listed(own, (int) Math.min(most, duplicates.most()));
  }

  /**
   * Entries that a leaf takes before it is full. Of entries of one size a whole number; else by the
   * renewal theorem, since the one that did not fit begins the next page.
   */
  private static double perPage(double mean, double variation) {
    return variation < STEADY * STEADY
        ? Math.floor(LEAF / mean)
        : LEAF / mean + (variation - 1) / 2;
  }

  private static Extent withUpperLevels(double leafPages, double entry) {
    double level = Math.max(1, Math.ceil(leafPages));
    double fanout = Math.max(2, Math.floor(INNER / (entry + Page.POINTER)));
    double pages = 1 + level;
    int height = 0;
    while (level > 1) {
      level = Math.ceil(level / fanout);
      pages += level;
      height++;
    }
    return new Extent(Math.round(pages), height);
  }

  /** The levels above that many leaves, for an index of which only the size is known. */
  static int height(long pages, double entry) {
    return withUpperLevels((double) pages - 1, entry).height();
  }
}
