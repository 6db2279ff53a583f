package dev.proven.report.plot;

import dev.proven.report.plot.Canvas.Anchor;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;

/**
 * The empirical distribution functions of two samples on a logarithmic axis: for each value the
 * share of the sample that is not larger.
 *
 * @param title for those who do not see it
 * @param a raw values of arm A, above 0
 * @param b raw values of arm B, above 0
 * @param format writes a value
 */
public record EcdfPlot(String title, List<Double> a, List<Double> b, DoubleFunction<String> format)
    implements Plot {
  private static final double HEIGHT = 250;
  private static final double LEFT = 50;
  private static final double TOP = 30;
  private static final int MOST_STEPS = 400;

  @Override
  public String svg(Width width) {
    var canvas = new Canvas();
    double right = width.pixels() - 14;
    double bottom = HEIGHT - 40;
    var x = Axis.logarithmic(extreme(true), extreme(false), LEFT, right);
    var y = new Axis(0, 1, bottom, TOP, false);
    for (double share : new double[] {0, 0.25, 0.5, 0.75, 1}) {
      canvas.line(LEFT, y.at(share), right, y.at(share), "grid");
      canvas.text(LEFT - 8, y.at(share) + 4, Math.round(100 * share) + " %", Anchor.END, "tick");
    }
    for (double tick : x.ticks(width.narrow() ? 4 : 7)) {
      canvas.text(x.at(tick), bottom + 16, format.apply(tick), Anchor.MIDDLE, "tick");
    }
    curves(canvas, x, y);
    var label = "one execution took at most (logarithmic scale)";
    canvas.text((LEFT + right) / 2, HEIGHT - 6, label, Anchor.MIDDLE, "axis");
    return canvas.svg(width.pixels(), HEIGHT, title, describe());
  }

  private void curves(Canvas canvas, Axis x, Axis y) {
    canvas.path(steps(a, x, y), "curve before");
    canvas.path(steps(b, x, y), "curve after");
    canvas.line(LEFT, 12, LEFT + 22, 12, "curve before");
    canvas.text(LEFT + 28, 16, "A unchanged", Anchor.START, "tick");
    canvas.line(LEFT + 120, 12, LEFT + 142, 12, "curve after");
    canvas.text(LEFT + 148, 16, "B changed", Anchor.START, "tick");
  }

  /** At most a few hundred steps; more could not be seen. */
  private static String steps(List<Double> values, Axis x, Axis y) {
    var sorted = values.stream().sorted().toList();
    int steps = Math.min(MOST_STEPS, sorted.size());
    var d = new StringBuilder("M" + Canvas.n(x.at(sorted.getFirst())) + " " + Canvas.n(y.at(0)));
    for (int i = 0; i < steps; i++) {
      int index = (int) ((long) (i + 1) * sorted.size() / steps) - 1;
      d.append("H").append(Canvas.n(x.at(sorted.get(index))));
      d.append("V").append(Canvas.n(y.at((index + 1.0) / sorted.size())));
    }
    return d.append("H").append(Canvas.n(x.to())).toString();
  }

  private double extreme(boolean least) {
    var all = DoubleStream.concat(a.stream().mapToDouble(v -> v), b.stream().mapToDouble(v -> v));
    return (least ? all.min() : all.max()).orElse(1);
  }

  private String describe() {
    return "Distribution of %d executions on A, the unchanged system, and %d on B, the changed one. Half of A's took at most %s, half of B's at most %s."
        .formatted(a.size(), b.size(), format.apply(median(a)), format.apply(median(b)));
  }

  private static double median(List<Double> values) {
    var sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }
}
