package dev.proven.report.plot;

import dev.proven.report.plot.Canvas.Anchor;

/** The key to both arms, the same above every plot. */
final class Key {
  private Key() {}

  static void draw(Canvas canvas, double x, double y) {
    canvas.mark(Mark.CIRCLE, x + 4, y, 3.6, "mark before");
    canvas.text(x + 13, y + 4, "A unchanged", Anchor.START, "tick");
    canvas.mark(Mark.CIRCLE, x + 104, y, 3.6, "mark after");
    canvas.text(x + 113, y + 4, "B changed", Anchor.START, "tick");
  }
}
