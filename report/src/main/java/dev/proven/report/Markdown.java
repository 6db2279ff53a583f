package dev.proven.report;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts from outside, made harmless inside Markdown. */
final class Markdown {
  private static final Pattern SPECIAL = Pattern.compile("[\\\\`*_{}\\[\\]()#+!|~$]");
  private static final Pattern BACKTICKS = Pattern.compile("`+");

  private Markdown() {}

  /** One line in which nothing is markup, nobody is mentioned and no table cell ends. */
  static String text(String text) {
    var line = text.replaceAll("\\p{Cntrl}+", " ");
    return SPECIAL
        .matcher(line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
        .replaceAll(m -> Matcher.quoteReplacement("\\" + m.group()))
        .replace("@", "@<!-- -->");
  }

  /** A code block whose fence is longer than any run of backticks in it. */
  static String block(String language, String code) {
    int longest =
        BACKTICKS.matcher(code).results().mapToInt(m -> m.group().length()).max().orElse(0);
    var fence = "`".repeat(Math.max(3, longest + 1));
    return fence + language + "\n" + code.strip() + "\n" + fence + "\n";
  }

  /** A row of a table; the cells are Markdown already. */
  static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  /** The heads of a table and the line below them. */
  static String head(String... cells) {
    var rule = new StringBuilder("|");
    for (var cell : cells) {
      rule.append(cell.endsWith(":") ? " ---: |" : " --- |");
    }
    return row(cells).replace(": |", " |") + rule + "\n";
  }
}
