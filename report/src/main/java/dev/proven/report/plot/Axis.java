package dev.proven.report.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A scale from values to pixels, linear or logarithmic.
 *
 * @param min the smallest value shown; above 0 on a logarithmic scale
 * @param max the largest value shown
 * @param from pixel of the smallest
 * @param to pixel of the largest
 * @param logarithmic whether equal ratios have equal lengths
 */
record Axis(double min, double max, double from, double to, boolean logarithmic) {
  private static final double LARGE_RATIO = 4;
  private static final double[] STEPS = {1, 2, 5};
  private static final double[] LINEAR_STEPS = {1, 2, 2.5, 5, 10};

  /** A logarithmic axis with a little air at both ends. */
  static Axis logarithmic(double min, double max, double from, double to) {
    double air = Math.pow(Math.max(max / min, 1.1), 0.04);
    return new Axis(min / air, max * air, from, to, true);
  }

  /** A linear axis from zero. */
  static Axis fromZero(double max, double from, double to) {
    return new Axis(0, max * 1.05, from, to, false);
  }

  /** From zero where the values are near one another, logarithmic where their ratio is large. */
  static Axis fitting(double min, double max, double from, double to) {
    return min > 0 && max / min > LARGE_RATIO
        ? logarithmic(min, max, from, to)
        : fromZero(max, from, to);
  }

  double at(double value) {
    double share =
        logarithmic
            ? Math.log(Math.max(value, min) / min) / Math.log(max / min)
            : (value - min) / (max - min);
    return from + Math.clamp(share, 0, 1) * (to - from);
  }

  /** Round values between the ends, about as many as wanted. */
  List<Double> ticks(int wanted) {
    return logarithmic ? logarithmicTicks(wanted) : linearTicks(wanted);
  }

  private List<Double> linearTicks(int wanted) {
    double raw = (max - min) / wanted;
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    double step =
        power * Arrays.stream(LINEAR_STEPS).filter(s -> s * power >= raw).findFirst().orElse(10);
    var ticks = new ArrayList<Double>();
    for (long i = (long) Math.ceil(min / step - 1e-9); i * step <= max * (1 + 1e-9); i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  private List<Double> logarithmicTicks(int wanted) {
    double decades = Math.log10(max / min);
    var ticks = new ArrayList<Double>();
    int stride = (int) Math.max(1, Math.ceil(decades / wanted));
    for (int e = (int) Math.floor(Math.log10(min)); e <= Math.ceil(Math.log10(max)); e++) {
      for (double step : decades <= wanted / 3.0 ? STEPS : new double[] {1}) {
        double tick = step * Math.pow(10, e);
        if (tick >= min && tick <= max && Math.floorMod(e, stride) == 0) {
          ticks.add(tick);
        }
      }
    }
    return ticks;
  }
}
