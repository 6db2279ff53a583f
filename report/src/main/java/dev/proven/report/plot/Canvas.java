package dev.proven.report.plot;

import dev.proven.report.markup.Xml;

/**
 * A drawing surface. What something looks like is said by classes, which the page's style sheet
 * colours for light, dark and paper.
 */
final class Canvas {
  /** Where a text stands in relation to its point. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  /** Of the widest usual font at 12 pixels, in bold. */
  private static final double CHARACTER = 7.1;

  private final Xml xml = new Xml();

  void text(double x, double y, String text, Anchor anchor, String classes) {
    xml.leaf(
        "text",
        text,
        "x",
        x,
        "y",
        y,
        "text-anchor",
        anchor.name().toLowerCase(java.util.Locale.ROOT),
        "class",
        classes);
  }

  void line(double x1, double y1, double x2, double y2, String classes) {
    xml.empty("line", "x1", x1, "y1", y1, "x2", x2, "y2", y2, "class", classes);
  }

  void path(String d, String classes) {
    xml.empty("path", "d", d, "class", classes);
  }

  void mark(Mark mark, double x, double y, double r, String classes) {
    switch (mark) {
      case CIRCLE -> xml.empty("circle", "cx", x, "cy", y, "r", r, "class", classes);
      case SQUARE ->
          xml.empty(
              "rect", "x", x - r, "y", y - r, "width", 2 * r, "height", 2 * r, "class", classes);
      case DIAMOND -> polygon(x, y, r * 1.35, classes);
      case CROSS -> {
        line(x - r, y - r, x + r, y + r, classes);
        line(x - r, y + r, x + r, y - r, classes);
      }
    }
  }

  private void polygon(double x, double y, double r, String classes) {
    path(
        "M%s %sL%s %sL%s %sL%s %sZ"
            .formatted(n(x), n(y - r), n(x + r), n(y), n(x), n(y + r), n(x - r), n(y)),
        classes);
  }

  /** A coordinate in a path. */
  static String n(double value) {
    return String.format(java.util.Locale.ROOT, "%.1f", value);
  }

  /** The text cut to what fits into that width at the usual size. */
  static String fit(String text, double width) {
    int most = Math.max(2, (int) (width / CHARACTER));
    return text.length() <= most ? text : text.substring(0, most - 1).strip() + "\u2026";
  }

  /** The finished drawing. */
  String svg(double width, double height, String title, String description) {
    var svg = new Xml();
    svg.in(
        "svg.plot",
        () -> svg.leaf("title", title).leaf("desc", description).raw(xml.toString()),
        "viewBox",
        "0 0 " + n(width) + " " + n(height),
        "role",
        "img",
        "aria-label",
        title);
    return svg.toString();
  }
}
