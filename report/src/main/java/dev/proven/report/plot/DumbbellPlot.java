package dev.proven.report.plot;

import dev.proven.report.plot.Canvas.Anchor;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * Before and after of many things on one logarithmic axis, each pair joined by a bar.
 *
 * @param title for those who do not see it
 * @param rows from top to bottom
 * @param format writes a value
 */
public record DumbbellPlot(String title, List<Row> rows, DoubleFunction<String> format)
    implements Plot {

  /**
   * One pair.
   *
   * @param label what it is about
   * @param figure the change in numbers, with its sign
   * @param style class that colours it
   * @param before above 0
   * @param after above 0
   */
  public record Row(String label, String figure, String style, double before, double after) {}

  private static final double TOP = 30;

  @Override
  public String svg(Width width) {
    var canvas = new Canvas();
    double step = width.narrow() ? 34 : 20;
    double right = width.narrow() ? width.pixels() - 10 : width.pixels() - 84;
    double bottom = TOP + step * rows.size();
    var axis = axis(width.narrow() ? 16 : 230, right);
    Key.draw(canvas, axis.from(), 12);
    for (double tick : axis.ticks(width.narrow() ? 4 : 7)) {
      canvas.line(axis.at(tick), TOP, axis.at(tick), bottom, "grid");
      canvas.text(axis.at(tick), bottom + 16, format.apply(tick), Anchor.MIDDLE, "tick");
    }
    for (int i = 0; i < rows.size(); i++) {
      row(canvas, rows.get(i), axis, TOP + step * i, width);
    }
    double middle = (axis.from() + axis.to()) / 2;
    canvas.text(middle, bottom + 33, "one execution, logarithmic scale", Anchor.MIDDLE, "axis");
    return canvas.svg(width.pixels(), bottom + 38, title, describe());
  }

  private Axis axis(double from, double to) {
    double min = rows.stream().mapToDouble(r -> Math.min(r.before, r.after)).min().orElse(0.1);
    double max = rows.stream().mapToDouble(r -> Math.max(r.before, r.after)).max().orElse(1);
    return Axis.logarithmic(min, max, from, to);
  }

  private static void row(Canvas canvas, Row row, Axis axis, double top, Width width) {
    double y = top + (width.narrow() ? 25 : 10);
    double text = width.narrow() ? top + 13 : y + 4;
    double room = width.narrow() ? width.pixels() - 90 : 216;
    canvas.text(0, text, Canvas.fit(row.label, room), Anchor.START, "label");
    canvas.text(width.pixels(), text, row.figure, Anchor.END, "figure");
    canvas.line(axis.at(row.before), y, axis.at(row.after), y, "bar " + row.style);
    canvas.mark(Mark.CIRCLE, axis.at(row.before), y, 4, "mark before");
    canvas.mark(Mark.CIRCLE, axis.at(row.after), y, 4, "mark after " + row.style);
  }

  private String describe() {
    var text = new StringBuilder("Before and after of " + rows.size() + " parts. ");
    for (var r : rows) {
      text.append(r.label)
          .append(" from ")
          .append(format.apply(r.before))
          .append(" to ")
          .append(format.apply(r.after))
          .append(". ");
    }
    return text.toString().strip();
  }
}
