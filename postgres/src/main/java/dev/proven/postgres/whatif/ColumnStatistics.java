package dev.proven.postgres.whatif;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What pg_stats tells of a column.
 *
 * @param name unquoted
 * @param sqlType its type as SQL, with schema and modifier
 * @param type how its values are stored
 * @param nullFraction share of the rows without a value
 * @param distinct how many different values; 0 where nothing is known
 * @param width average bytes of a value; 0 where nothing is known
 * @param common most common values as text, the most common first
 * @param frequencies shares of the rows that have them
 * @param bounds values that cut the others into parts of equal size, as text, ascending
 * @param correlation of the order of values with that of rows, -1 to 1
 */
record ColumnStatistics(
    String name,
    String sqlType,
    TypeShape type,
    double nullFraction,
    double distinct,
    double width,
    List<String> common,
    List<Double> frequencies,
    List<String> bounds,
    double correlation) {

  /** As the key of an index over that many rows. */
  KeyStatistics asKey(double rows) {
    double known = distinct > 0 ? distinct : rows * (1 - nullFraction);
    return new KeyStatistics(
        nullFraction,
        Math.max(1, known),
        frequencies,
        sizes(),
        type.storedAlignment(),
        type.equalImage());
  }

  /** A value seen in the statistics and the share of the rows for which it stands. */
  record Sample(String value, double share) {}

  /** The common values, and the bounds in equal parts for all others. */
  List<Sample> samples() {
    var samples = new ArrayList<Sample>();
    double rest = 1 - nullFraction;
    for (int i = 0; i < common.size(); i++) {
      samples.add(new Sample(common.get(i), frequencies.get(i)));
      rest -= frequencies.get(i);
    }
    for (String bound : bounds) {
      samples.add(new Sample(bound, Math.max(0, rest) / bounds.size()));
    }
    return samples;
  }

  private Spread sizes() {
    if (type.length() >= 0) {
      return Spread.fixed(type.length());
    }
    boolean readable = type.isText() || type.isNumeric();
    var samples = samples();
    double total = samples.stream().mapToDouble(Sample::share).sum();
    if (!readable || total <= 0) {
      return Spread.around(width > 0 ? width : 32);
    }
    Map<Integer, Double> shares = new TreeMap<>();
    for (Sample sample : samples) {
      int size = ValueSize.of(sample.value(), type.isNumeric());
      shares.merge(size, sample.share() / total, Double::sum);
    }
    return new Spread(shares);
  }
}
