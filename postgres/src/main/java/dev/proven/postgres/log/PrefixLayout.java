package dev.proven.postgres.log;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A log_line_prefix as an expression. */
final class PrefixLayout {
  private static final Pattern PART =
      Pattern.compile("%(?<width>-?\\d*)(?<escape>[^-0-9])|[^%]+|%", Pattern.DOTALL);
  private static final String TIME = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d";
  private static final String ANY_NAME = "[^\\n]{0,63}?";
  private static final String PLAIN_NAME = "[^\\s=,@:\\[\\]]{0,63}?";

  /**
   * What a prefix tells.
   *
   * @param session empty where it does not tell
   * @param database null where it does not tell
   * @param application null where it does not tell
   */
  record Fields(String session, @Nullable String database, @Nullable String application) {}

  private final Pattern pattern;
  private final String name;
  private boolean session;
  private boolean database;
  private boolean application;

  private PrefixLayout(String format, String name) {
    this.name = name;
    this.pattern = Pattern.compile(expression(format));
  }

  /** That of a server, as it is set there. */
  static PrefixLayout own(String format) {
    return new PrefixLayout(format, ANY_NAME);
  }

  /** One that is only tried: a name with a character that separates others is none in it. */
  static PrefixLayout tried(String format) {
    return new PrefixLayout(format, PLAIN_NAME);
  }

  private String expression(String format) {
    var text = new StringBuilder();
    int open = 0;
    for (var part = PART.matcher(format); part.find(); ) {
      var escape = part.group("escape");
      if (escape == null) {
        text.append(Pattern.quote(part.group()));
      } else if (escape.equals("q")) {
        text.append("(?:");
        open++;
      } else {
        // A width fills up with spaces, on either side.
        var space = "".equals(part.group("width")) ? "" : " {0,99}?";
        text.append(space).append(escape(escape.charAt(0))).append(space);
      }
    }
    return text.append(")?".repeat(open)).toString();
  }

  private String escape(char c) {
    return switch (c) {
      case '%' -> "%";
      case 'a' -> {
        var group = application ? "" : "?<application>";
        application = true;
        yield "(" + group + ANY_NAME + ")";
      }
      case 'd' -> {
        var group = database ? "" : "?<database>";
        database = true;
        yield "(" + group + name + ")";
      }
      case 'p', 'c' -> {
        var group = session ? "" : "?<session>";
        session = true;
        yield "(" + group + "[0-9a-f.]{1,40})";
      }
      case 'u' -> name;
      case 'b', 'i' -> ANY_NAME;
      case 'h', 'r', 'L' -> "[^\\n]{0,255}?";
      case 't', 's' -> TIME + " [^\\s\\]]{1,40}?";
      case 'm' -> TIME + "\\.\\d{3} [^\\s\\]]{1,40}?";
      case 'n' -> "\\d{1,20}\\.\\d{3}";
      case 'e' -> "[0-9A-Z]{5}";
      case 'P', 'l', 'x', 'Q' -> "-?\\d{0,20}";
      case 'v' -> "[-0-9/]{0,40}";
      default -> "";
    };
  }

  /** What the prefix tells, or null where it is another one. */
  @Nullable Fields fields(String prefix) {
    var matcher = pattern.matcher(prefix);
    if (!matcher.matches()) {
      return null;
    }
    return new Fields(
        session ? text(matcher, "session") : "",
        database ? matcher.group("database") : null,
        application ? matcher.group("application") : null);
  }

  private static String text(Matcher matcher, String group) {
    var text = matcher.group(group);
    return text == null ? "" : text;
  }
}
