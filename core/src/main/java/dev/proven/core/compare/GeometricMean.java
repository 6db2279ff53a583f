package dev.proven.core.compare;

/**
 * The geometric mean of values above zero as they come. Of equal values it is that very value, to
 * the last bit: exp(ln 10) is not 10, and what is equal must stay equal.
 */
final class GeometricMean {
  private long count;
  private double first;
  private boolean varies;
  private double logarithms;

  void add(double value) {
    if (count == 0) {
      first = value;
    }
    varies |= value != first;
    logarithms += Math.log(value);
    count++;
  }

  boolean isEmpty() {
    return count == 0;
  }

  double value() {
    return varies ? Math.exp(logarithm()) : first;
  }

  private double logarithm() {
    return varies ? logarithms / count : Math.log(first);
  }

  /**
   * The logarithm of this mean's ratio to another. Equal ratios, such as 11/10 and 110/100, give
   * equal logarithms, and 10/11 gives the same with the other sign, so that ranks can tell ties:
   * the larger is divided by the smaller, for the division is rounded once and correctly.
   */
  double logRatioTo(GeometricMean other) {
    if (varies || other.varies) {
      return logarithm() - other.logarithm();
    }
    double ratio = Math.max(first, other.first) / Math.min(first, other.first);
    double logarithm =
        Double.isInfinite(ratio)
            ? Math.abs(Math.log(first) - Math.log(other.first))
            : Math.log(ratio);
    return first < other.first ? -logarithm : logarithm;
  }
}
