package dev.proven.gateway.cache;

import java.util.ArrayList;
import java.util.List;

/** Lists as they stand in fields: members between commas that are not inside a quoted string. */
final class Lists {
  private Lists() {}

  /** The members that are not empty, without blanks around them (RFC 9110 section 5.6.1). */
  static List<String> members(List<String> lines) {
    var members = new ArrayList<String>();
    for (String line : lines) {
      split(line, ',', members);
    }
    return members;
  }

  /** The parts of a member between separators, such as a value and its parameters. */
  static List<String> parts(String member, char separator) {
    var parts = new ArrayList<String>();
    split(member, separator, parts);
    return parts;
  }

  private static void split(String text, char separator, List<String> into) {
    int begin = 0;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == separator && !quoted) {
        add(text.substring(begin, i), into);
        begin = i + 1;
      }
    }
    add(text.substring(begin), into);
  }

  private static void add(String text, List<String> into) {
    var member = text.strip();
    if (!member.isEmpty()) {
      into.add(member);
    }
  }

  /** What a quoted string says; a text without quotes as it is. */
  static String unquoted(String text) {
    if (text.length() < 2 || !text.startsWith("\"") || !text.endsWith("\"")) {
      return text;
    }
    return text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1");
  }
}
