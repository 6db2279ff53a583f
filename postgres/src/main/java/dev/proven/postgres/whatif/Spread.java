package dev.proven.postgres.whatif;

import java.util.Map;
import java.util.TreeMap;

/**
 * How values of a size in bytes are spread.
 *
 * @param shares by size; they add up to 1
 */
record Spread(Map<Integer, Double> shares) {
  Spread {
    shares = Map.copyOf(shares);
  }

  static Spread fixed(int bytes) {
    return new Spread(Map.of(bytes, 1.0));
  }

  /** Around a mean of which nothing else is known: all sizes within an eighth are as likely. */
  static Spread around(double mean) {
    int least = Math.max(1, (int) Math.round(mean - Math.max(2, mean / 8)));
    int most = Math.max(least, (int) Math.round(2 * mean - least));
    var shares = new TreeMap<Integer, Double>();
    for (int i = least; i <= most; i++) {
      shares.put(i, 1.0 / (most - least + 1));
    }
    return new Spread(shares);
  }

  double mean() {
    return shares.entrySet().stream().mapToDouble(e -> e.getKey() * e.getValue()).sum();
  }
}
