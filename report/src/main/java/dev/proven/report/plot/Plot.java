package dev.proven.report.plot;

/** A statistical graphic that can be drawn for a page and for a phone. */
public interface Plot {
  /** The width of a drawing, in pixels of a screen; its height follows from what is in it. */
  enum Width {
    WIDE(720),
    NARROW(350);

    private final double pixels;

    Width(double pixels) {
      this.pixels = pixels;
    }

    double pixels() {
      return pixels;
    }

    boolean narrow() {
      return this == NARROW;
    }
  }

  /** The drawing as an SVG element with title and description. */
  String svg(Width width);
}
