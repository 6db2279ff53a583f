package dev.proven.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the planner's statistics tell of a column's values.
 *
 * @param common the most common values, the most common first
 * @param shares of the rows that have each of them, 0 to 1
 * @param bounds of parts of equal size of the other values, sorted
 * @param nulls share of the rows without a value
 * @param distinct how many values there are
 */
record ColumnValues(
    List<String> common, List<Double> shares, List<String> bounds, double nulls, double distinct) {
  static final ColumnValues NONE = new ColumnValues(List.of(), List.of(), List.of(), 0, 0);

  /** So many times as frequent as a rare value a frequent one has to be. */
  private static final double SKEWED = 10;

  ColumnValues {
    common = List.copyOf(common);
    shares = List.copyOf(shares);
    bounds = List.copyOf(bounds);
  }

  /**
   * A value, and the share of the rows for which it stands.
   *
   * @param share 0 to 1
   */
  record Drawn(String value, double share) {}

  /**
   * A column of which some values are much more frequent than others.
   *
   * @param typical what the row in the middle has, where all are sorted by how frequent their value
   *     is
   * @param frequent the most frequent value; empty where that is the typical one
   * @param rare one of the least frequent values; empty where the typical one is
   * @param ratio how many times as frequent the frequent ones are as the rare ones
   */
  record Skew(Drawn typical, Optional<Drawn> frequent, Optional<Drawn> rare, double ratio) {}

  /** All values that are known, first what the row in the middle has. */
  List<String> typicalFirst() {
    int middle = middle();
    var first = middle < 0 ? rotated(bounds, bounds.size() / 2) : rotated(common, middle);
    var all = new ArrayList<>(first);
    all.addAll(middle < 0 ? common : rotated(bounds, bounds.size() / 2));
    return all;
  }

  private static List<String> rotated(List<String> values, int by) {
    var rotated = new ArrayList<>(values.subList(by, values.size()));
    rotated.addAll(values.subList(0, by));
    return rotated;
  }

  /** Which of the common values the row in the middle has; -1 where it has another one. */
  private int middle() {
    double half = (commonShare() + otherShare()) / 2;
    double rows = 0;
    for (int i = 0; i < common.size(); i++) {
      rows += shares.get(i);
      if (rows >= half) {
        return i;
      }
    }
    return bounds.isEmpty() ? common.size() - 1 : -1;
  }

  private double commonShare() {
    return shares.stream().mapToDouble(s -> s).sum();
  }

  /** The share of the rows that have a value which is not a common one. */
  private double otherShare() {
    return bounds.isEmpty() ? 0 : Math.max(1e-6, 1 - nulls - commonShare());
  }

  /**
   * How the rows fall on frequent and rare values; empty where no value is much more frequent.
   *
   * @param seed which of the rare values to take
   */
  Optional<Skew> skew(int seed) {
    if (common.isEmpty()) {
      return Optional.empty();
    }
    double ratio = shares.getFirst() / Math.max(1e-12, rareShare());
    return ratio < SKEWED ? Optional.empty() : Optional.of(skew(seed, ratio));
  }

  private Skew skew(int seed, double ratio) {
    double all = commonShare() + otherShare();
    var frequent = new Drawn(common.getFirst(), shares.getFirst() / all);
    var rare = rare(seed, all);
    int middle = middle();
    boolean isFrequent = middle == 0;
    boolean isRare = middle < 0 || (bounds.isEmpty() && middle == common.size() - 1);
    double rest = 1 - (isFrequent ? 0 : frequent.share()) - (isRare ? 0 : rare.share());
    return new Skew(
        new Drawn(typicalFirst().getFirst(), Math.max(1e-6, rest)),
        isFrequent ? Optional.empty() : Optional.of(frequent),
        isRare ? Optional.empty() : Optional.of(rare),
        ratio);
  }

  /** Not the first and the last of a histogram, since extremes are asked for in other ways. */
  private Drawn rare(int seed, double all) {
    if (bounds.isEmpty()) {
      return new Drawn(common.getLast(), shares.getLast() / all);
    }
    int inner = bounds.size() - 2;
    var value = inner > 0 ? bounds.get(1 + Math.floorMod(seed, inner)) : bounds.getFirst();
    return new Drawn(value, otherShare() / all);
  }

  /** The share of the rows that have one rare value. */
  private double rareShare() {
    return bounds.isEmpty()
        ? shares.getLast()
        : otherShare() / Math.max(1, distinct - common.size());
  }
}
