package dev.proven.report;

import java.util.ArrayList;
import java.util.List;

/** Plain text of at most 100 columns, wrapped at spaces; control characters never get through. */
final class Page {
  static final int WIDTH = 100;
  private final StringBuilder out = new StringBuilder();

  /** A line as it is; the caller keeps it short. */
  Page line(String text) {
    out.append(text.stripTrailing()).append('\n');
    return this;
  }

  Page blank() {
    return line("");
  }

  /** A text behind a label in the margin, wrapped and indented below it. */
  Page item(String label, int indent, String text) {
    return styled(label, label.length(), indent, text);
  }

  /** The same for a label with escape sequences, whose visible length is given. */
  Page styled(String label, int visible, int indent, String text) {
    var lines = wrap(clean(text), WIDTH - indent);
    for (int i = 0; i < lines.size(); i++) {
      int used = i == 0 ? visible : 0;
      line((i == 0 ? label : "") + " ".repeat(Math.max(0, indent - used)) + lines.get(i));
    }
    return this;
  }

  /** Lines as the author broke them, such as SQL; only what is too long is wrapped. */
  Page verbatim(String label, int indent, String text) {
    var margin = label;
    for (var one : text.strip().lines().toList()) {
      int leading = Math.min(20, one.length() - one.stripLeading().length());
      item(margin, indent + leading, one.strip());
      margin = "";
    }
    return this;
  }

  static List<String> wrap(String text, int width) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (var word : text.split(" +", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
      while (line.length() > width) {
        lines.add(line.substring(0, width));
        line.delete(0, width);
      }
    }
    lines.add(line.toString());
    return lines;
  }

  /** A name from outside could carry an escape sequence of its own. */
  static String clean(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }

  /** The text cut or filled to exactly that many columns. */
  static String fit(String text, int width) {
    var clean = clean(text);
    return clean.length() > width
        ? clean.substring(0, width - 2) + ".."
        : clean + " ".repeat(width - clean.length());
  }

  /** The same, at the right edge. */
  static String right(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
