package dev.proven.postgres.whatif;

/**
 * Pages of a hash index that was just built: buckets for 307 entries each, of which there are a
 * power of two or, above 512, a quarter step between two, and one more page for every 407 entries
 * that a bucket cannot take (the server's hashpage.c).
 */
final class HashSize {
  private static final double PLANNED = 307;
  private static final double ROOM = 407;

  private HashSize() {}

  static Extent of(double rows, KeyStatistics key) {
    double stored = rows * (1 - key.nullFraction());
    double buckets = buckets(stored / PLANNED);
    double common = key.common().stream().mapToDouble(s -> Math.floor(rows * s / ROOM)).sum();
    double rest = stored * Math.max(0, 1 - key.commonShare());
    double spread = Math.min(1, key.distinct() / buckets);
    double inOne = rest / (buckets * spread);
    double overflow = common + buckets * spread * Math.max(0, Math.ceil(inOne / ROOM) - 1);
    return new Extent(Math.round(2 + buckets + overflow), 0);
  }

  private static double buckets(double wanted) {
    double power = 2;
    while (power < wanted) {
      power *= 2;
    }
    if (power <= 512) {
      return power;
    }
    double quarter = power / 8;
    return power / 2 + quarter * Math.ceil((wanted - power / 2) / quarter);
  }
}
