package dev.proven.report;

import dev.proven.report.markup.Xml;
import dev.proven.report.plot.Plot;

/** A numbered-by-heading figure: the same plot drawn for a page and for a phone, with a caption. */
final class HtmlFigure {
  private HtmlFigure() {}

  static void write(Xml xml, Plot plot, String title, String caption) {
    xml.in(
        "figure",
        () -> {
          xml.in("div.wide", () -> xml.raw(plot.svg(Plot.Width.WIDE)));
          xml.in("div.narrow", () -> xml.raw(plot.svg(Plot.Width.NARROW)));
          xml.in("figcaption", () -> xml.leaf("strong", title + ".").text(" " + caption));
        });
  }
}
