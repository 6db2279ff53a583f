package dev.proven.report;

import dev.proven.report.markup.Xml;
import java.util.List;

/**
 * A table that scrolls inside itself where the screen is narrow.
 *
 * @param xml to write to
 * @param caption what it holds
 * @param columns the heads; one that ends with {@code >} is a column of numbers
 */
record HtmlTable(Xml xml, String caption, List<String> columns) {
  /** The table with whatever rows the body writes. */
  void write(Runnable rows) {
    xml.in(
        columns.getLast().contains("SHA-256") ? "div.scroll.hash" : "div.scroll",
        () ->
            xml.in(
                "table",
                () -> {
                  xml.leaf("caption", caption);
                  xml.in("thead", () -> xml.in("tr", () -> columns.forEach(this::head)));
                  xml.in("tbody", rows);
                }),
        "tabindex",
        "0",
        "role",
        "region",
        "aria-label",
        caption);
  }

  private void head(String column) {
    xml.leaf("th" + style(column), column.replace(">", ""), "scope", "col");
  }

  /** Numbers stand at the right; a column without a head is a title, which a phone leaves out. */
  private static String style(String column) {
    return column.isEmpty() ? ".title" : column.endsWith(">") ? ".n" : "";
  }

  /** A row whose first cell is its head; the others are written as they are. */
  void row(String head, String... cells) {
    xml.in(
        "tr",
        () -> {
          xml.leaf("th", head, "scope", "row");
          for (int i = 0; i < cells.length; i++) {
            xml.leaf("td" + style(columns.get(i + 1)), cells[i]);
          }
        });
  }
}
