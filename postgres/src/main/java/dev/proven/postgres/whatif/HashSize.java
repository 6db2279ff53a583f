package dev.proven.postgres.whatif;

/**
 * Pages of a hash index that was just built (the server's hashpage.c). It is made for all rows of
 * the table, 307 to a bucket; the number of buckets is a power of two or, above 512, a quarter step
 * between two, and then some buckets are split and others hold twice as much. What a page of 407
 * entries cannot take goes on in another.
 */
final class HashSize {
  private static final double PLANNED = 307;
  private static final double ROOM = 407;

  private HashSize() {}

  /**
   * The extent of an index.
   *
   * @param rows of the index
   * @param tableRows for which it is made
   */
  static Extent of(double rows, double tableRows, KeyStatistics key) {
    double stored = rows * (1 - key.nullFraction());
    double buckets = buckets(tableRows / PLANNED);
    double common = key.common().stream().mapToDouble(s -> Math.floor(rows * s / ROOM)).sum();
    double rest = stored * Math.max(0, 1 - key.commonShare() / (1 - key.nullFraction() + 1e-9));
    double each = rest / Math.max(1, key.distinct() - key.common().size());
    double half = power(buckets) / 2;
    double split = 2 * (buckets - half);
    double overflow =
        split * overflow(rest / (2 * half), each) + (buckets - split) * overflow(rest / half, each);
    return new Extent(Math.round(2 + buckets + common + overflow), 0);
  }

  /** Pages beyond the first of a bucket with that many entries on average, so many with a key. */
  private static double overflow(double mean, double each) {
    double deviation = Math.sqrt(mean * Math.max(1, each));
    double pages = 0;
    for (int i = 1; i <= Math.ceil((mean + 6 * deviation) / ROOM); i++) {
      pages += above((i * ROOM - mean) / Math.max(1e-9, deviation));
    }
    return pages;
  }

  /** The share of a normal distribution above that many deviations. */
  private static double above(double deviations) {
    return 1 / (1 + Math.exp(1.5976 * deviations + 0.070565 * Math.pow(deviations, 3)));
  }

  private static double power(double wanted) {
    double power = 2;
    while (power < wanted) {
      power *= 2;
    }
    return power;
  }

  private static double buckets(double wanted) {
    double power = power(wanted);
    if (power <= 512) {
      return power;
    }
    double quarter = power / 8;
    return power / 2 + quarter * Math.ceil((wanted - power / 2) / quarter);
  }
}
