package dev.proven.postgres.whatif;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * How many rows share a key, for all keys of an index.
 *
 * @param groups of keys that are alike
 */
record Duplicates(List<Group> groups) {
  /** Above this mean the spread around it makes no difference. */
  private static final double MANY = 60;

  /**
   * Keys that about as many rows share.
   *
   * @param keys how many such keys there are
   * @param rows of each: exactly, or one and a Poisson number that gives this mean
   * @param exact which of the two
   */
  record Group(double keys, double rows, boolean exact) {}

  /** Every row has a key of its own. */
  static Duplicates none(double rows) {
    return new Duplicates(List.of(new Group(rows, 1, true)));
  }

  /** Rows spread evenly over that many keys. */
  static Duplicates even(double rows, double keys) {
    double distinct = Math.clamp(keys, 1, Math.max(1, rows));
    return new Duplicates(List.of(new Group(distinct, rows / distinct, false)));
  }

  /** Groups of which the rows add up to about that many; scaled so that they do. */
  static Duplicates among(List<Group> groups, double rows) {
    double sum = groups.stream().mapToDouble(g -> g.keys() * g.rows()).sum();
    double scale = sum > 0 ? rows / sum : 1;
    return new Duplicates(groups.stream().map(g -> scaled(g, scale)).toList());
  }

  /** Fewer rows of each key, but never less than one. */
  private static Group scaled(Group group, double scale) {
    double rows = Math.max(1, group.rows() * scale);
    return new Group(group.keys() * group.rows() * scale / rows, rows, group.exact());
  }

  /** As the statistics of one column tell: no value, the common values, the others. */
  static Duplicates of(double rows, KeyStatistics key) {
    var groups = new ArrayList<Group>();
    if (key.nullFraction() > 0) {
      groups.add(new Group(1, rows * key.nullFraction(), true));
    }
    key.common().forEach(share -> groups.add(new Group(1, Math.max(1, rows * share), true)));
    double rest = rows * Math.max(0, 1 - key.nullFraction() - key.commonShare());
    if (rest >= 1) {
      double keys = Math.clamp(key.distinct() - key.common().size(), 1, rest);
      groups.add(new Group(keys, rest / keys, false));
    }
    return new Duplicates(groups);
  }

  /** Adds up over all keys what is a function of the rows of one. */
  double sum(DoubleUnaryOperator ofRows) {
    return groups.stream().mapToDouble(g -> g.keys() * mean(g, ofRows)).sum();
  }

  /** About the most rows that share a key. */
  double most() {
    return groups.stream()
        .mapToDouble(
            g -> g.exact() || g.rows() <= 1 ? g.rows() : g.rows() + 3 * Math.sqrt(g.rows()))
        .max()
        .orElse(1);
  }

  private static double mean(Group group, DoubleUnaryOperator ofRows) {
    double more = group.rows() - 1;
    if (group.exact() || more <= 0 || more > MANY) {
      return ofRows.applyAsDouble(Math.max(1, Math.rint(group.rows())));
    }
    double mean = 0;
    double probability = Math.exp(-more);
    for (int i = 0; i < more + 10 * Math.sqrt(more) + 10; i++) {
      mean += probability * ofRows.applyAsDouble(i + 1);
      probability *= more / (i + 1);
    }
    return mean;
  }
}
