package dev.proven.postgres.whatif;

/**
 * Bytes of the rows' addresses that one entry of a GIN index lists: each the distance from the one
 * before, in groups of seven bits, where a page of the table is a distance of 2,048 (the server's
 * ginpostinglist.c).
 */
final class PostingSize {
  /** The first address of a list and how long it is. */
  static final int LIST = 8;

  /** Distances in pages from which on an address takes one byte more: 2^14 / 2,048 and so on. */
  private static final double[] STEPS = {8, 1024, 131_072};

  private PostingSize() {}

  /**
   * The mean of one address.
   *
   * @param share of the table's rows that are listed
   * @param rowsPerPage of the table
   */
  static double each(double share, double rowsPerPage) {
    double perPage = Math.clamp(share, 1e-12, 1) * Math.max(1, rowsPerPage);
    double bytes = 1 - Math.expm1(-perPage) / perPage;
    for (double pages : STEPS) {
      bytes += Math.exp(-perPage * pages);
    }
    return bytes;
  }
}
