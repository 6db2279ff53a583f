package dev.proven.report.plot;

import dev.proven.report.plot.Canvas.Anchor;
import java.util.List;
import java.util.Locale;

/**
 * Intervals side by side on one axis of relative change, with a line at zero and at the thresholds
 * that decide.
 *
 * @param title for those who do not see it
 * @param rows from top to bottom
 * @param thresholds to be marked, as fractions with their sign
 */
public record ForestPlot(String title, List<Row> rows, List<Threshold> thresholds) implements Plot {

  /**
   * One interval.
   *
   * @param label what it is about
   * @param figure the same in numbers
   * @param style class that colours it
   * @param mark shape of the estimate
   * @param strong whether it is emphasised
   * @param bounds estimate, lower and upper end as fractions; empty if there are none
   */
  public record Row(
      String label, String figure, String style, Mark mark, boolean strong, List<Double> bounds) {}

  /**
   * A line to be read against.
   *
   * @param at the change, a fraction
   * @param label its meaning
   */
  public record Threshold(double at, String label) {}

  private static final double MOST = 0.6;
  private static final double TOP = 26;

  @Override
  public String svg(Width width) {
    return new Drawing(this, width).draw();
  }

  private static final class Drawing {
    private final ForestPlot plot;
    private final Canvas canvas = new Canvas();
    private final boolean narrow;
    private final double width;
    private final double step;
    private final Axis axis;

    Drawing(ForestPlot plot, Width width) {
      this.plot = plot;
      this.narrow = width.narrow();
      this.width = width.pixels();
      this.step = narrow ? 42 : 26;
      double from = narrow ? 24 : 206;
      double to = narrow ? this.width - 16 : this.width - 180;
      this.axis = new Axis(least(), most(), from, to, false);
    }

    private double least() {
      double lowest = ends(1, -0.4);
      return lowest < -0.5 ? -1 : lowest - 0.05;
    }

    private double most() {
      double highest =
          plot.rows.stream().flatMap(r -> r.bounds.stream()).mapToDouble(v -> v).max().orElse(0);
      return Math.clamp(highest + 0.05, 0.1, MOST);
    }

    private double ends(int index, double otherwise) {
      return plot.rows.stream()
          .filter(r -> !r.bounds.isEmpty())
          .mapToDouble(r -> r.bounds.get(index))
          .reduce(otherwise, Math::min);
    }

    String draw() {
      double bottom = TOP + step * plot.rows.size();
      grid(bottom);
      for (int i = 0; i < plot.rows.size(); i++) {
        var row = plot.rows.get(i);
        boolean ruled = i > 0 && plot.rows.get(i - 1).strong && !row.strong;
        row(row, TOP + step * i + (narrow ? 32 : step / 2), ruled);
      }
      return canvas.svg(width, bottom + 38, plot.title, describe());
    }

    private void grid(double bottom) {
      for (double tick : axis.ticks(narrow ? 4 : 6)) {
        upright(axis.at(tick), bottom, "grid");
        canvas.text(axis.at(tick), bottom + 16, percent(tick), Anchor.MIDDLE, "tick");
      }
      upright(axis.at(0), bottom, "zero");
      double middle = (axis.from() + axis.to()) / 2;
      canvas.text(middle, bottom + 33, "change of B against A", Anchor.MIDDLE, "axis");
      for (int i = 0; i < plot.thresholds.size(); i++) {
        threshold(plot.thresholds.get(i), i == 0, bottom);
      }
    }

    /** A line through all rows; on a phone it spares the texts, which stand in its way. */
    private void upright(double x, double bottom, String style) {
      if (!narrow) {
        canvas.line(x, TOP - 4, x, bottom, style);
        return;
      }
      for (int i = 0; i < plot.rows.size(); i++) {
        canvas.line(x, TOP + step * i + 22, x, TOP + step * (i + 1), style);
      }
    }

    private void threshold(Threshold t, boolean first, double bottom) {
      double x = axis.at(t.at);
      upright(x, bottom, "threshold");
      boolean outwards = first == t.at > 0;
      double gap = outwards ? -3 : 3;
      canvas.text(x + gap, TOP - 9, t.label, outwards ? Anchor.END : Anchor.START, "tick");
    }

    private void row(Row row, double y, boolean ruled) {
      if (ruled) {
        double above = y - (narrow ? 32 : step / 2);
        canvas.line(0, above, width, above, "zero");
      }
      var weight = row.strong ? " strong" : "";
      if (narrow) {
        canvas.text(
            0,
            y - 16,
            Canvas.fit(row.label, width - 7.4 * row.figure.length()),
            Anchor.START,
            "label" + weight);
        canvas.text(width, y - 16, row.figure, Anchor.END, "figure" + weight);
      } else {
        canvas.text(0, y + 4, Canvas.fit(row.label, 200), Anchor.START, "label" + weight);
        canvas.text(width, y + 4, row.figure, Anchor.END, "figure" + weight);
      }
      if (!row.bounds.isEmpty()) {
        interval(row, y);
      }
    }

    private void interval(Row row, double y) {
      double low = axis.at(row.bounds.get(1));
      double high = axis.at(row.bounds.get(2));
      var style = row.style + (row.strong ? " strong" : "");
      canvas.line(low, y, high, y, "interval " + style);
      cap(low, y, row.bounds.get(1) < axis.min(), -1, style);
      cap(high, y, row.bounds.get(2) > axis.max(), 1, style);
      if (row.bounds.get(0) <= axis.max()) {
        canvas.mark(row.mark, axis.at(row.bounds.get(0)), y, row.strong ? 5 : 4, "mark " + style);
      }
    }

    /** A tick at an end, or an arrow where it lies outside. */
    private void cap(double x, double y, boolean outside, int side, String style) {
      if (outside) {
        canvas.line(x, y, x - side * 6, y - 4, "interval " + style);
        canvas.line(x, y, x - side * 6, y + 4, "interval " + style);
      } else {
        canvas.line(x, y - 4, x, y + 4, "interval " + style);
      }
    }

    private String describe() {
      var text = new StringBuilder("Forest plot. ");
      plot.rows.forEach(r -> text.append(r.label).append(": ").append(r.figure).append(". "));
      return text.toString().strip();
    }
  }

  private static String percent(double fraction) {
    var text = String.format(Locale.ROOT, "%+.0f %%", 100 * fraction);
    return Math.round(100 * fraction) == 0 ? "0" : text.replace('-', '\u2212');
  }
}
