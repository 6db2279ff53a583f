package dev.proven.report.plot;

import dev.proven.report.plot.Canvas.Anchor;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;

/**
 * The paired blocks of an experiment: for each block the value of A and of B, connected, so that
 * drift of the machine and the effect can be told apart by eye.
 *
 * @param title for those who do not see it
 * @param a values of arm A by block
 * @param b values of arm B by block
 * @param format writes a value
 */
public record BlocksPlot(
    String title, List<Double> a, List<Double> b, DoubleFunction<String> format) implements Plot {
  private static final double HEIGHT = 250;
  private static final double LEFT = 62;
  private static final double TOP = 30;

  @Override
  public String svg(Width width) {
    var canvas = new Canvas();
    double right = width.pixels() - 12;
    double bottom = HEIGHT - 40;
    var y = Axis.fitting(extreme(true), extreme(false), bottom, TOP);
    for (double tick : y.ticks(5)) {
      canvas.line(LEFT, y.at(tick), right, y.at(tick), "grid");
      canvas.text(LEFT - 8, y.at(tick) + 4, format.apply(tick), Anchor.END, "tick");
    }
    legend(canvas);
    blocks(canvas, y, right, bottom, width.narrow());
    if (y.logarithmic()) {
      canvas.text(right, 16, "logarithmic scale", Anchor.END, "tick");
    }
    canvas.text((LEFT + right) / 2, HEIGHT - 6, "block", Anchor.MIDDLE, "axis");
    return canvas.svg(width.pixels(), HEIGHT, title, describe());
  }

  private void blocks(Canvas canvas, Axis y, double right, double bottom, boolean narrow) {
    double step = (right - LEFT) / a.size();
    int every = a.size() > (narrow ? 12 : 30) ? 4 : narrow ? 2 : 1;
    for (int i = 0; i < a.size(); i++) {
      double x = LEFT + step * (i + 0.5);
      canvas.line(x, y.at(a.get(i)), x, y.at(b.get(i)), "pair");
      canvas.mark(Mark.CIRCLE, x, y.at(a.get(i)), 3.4, "mark before");
      canvas.mark(Mark.CIRCLE, x, y.at(b.get(i)), 3.4, "mark after");
      if ((i + 1) % every == 0) {
        canvas.text(x, bottom + 16, String.valueOf(i + 1), Anchor.MIDDLE, "tick");
      }
    }
  }

  private static void legend(Canvas canvas) {
    Key.draw(canvas, LEFT, 12);
  }

  private double extreme(boolean least) {
    var all = DoubleStream.concat(a.stream().mapToDouble(v -> v), b.stream().mapToDouble(v -> v));
    return (least ? all.min() : all.max()).orElse(1);
  }

  private String describe() {
    return "For each of %d blocks the value of A, the unchanged system, and of B, the changed one. A from %s to %s, B from %s to %s."
        .formatted(
            a.size(),
            format.apply(a.stream().mapToDouble(v -> v).min().orElse(0)),
            format.apply(a.stream().mapToDouble(v -> v).max().orElse(0)),
            format.apply(b.stream().mapToDouble(v -> v).min().orElse(0)),
            format.apply(b.stream().mapToDouble(v -> v).max().orElse(0)));
  }
}
