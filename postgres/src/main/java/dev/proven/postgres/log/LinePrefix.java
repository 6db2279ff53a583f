package dev.proven.postgres.log;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What stands before a message in the format stderr: the server's own log_line_prefix; or, for a
 * log of another one, such as distributions, providers and tools want it; or anything short of
 * which no more than a number in square brackets is understood.
 */
final class LinePrefix {
  private static final int LONGEST = 1000;
  private static final int LONGEST_OTHER = 300;

  /** The severity stands right behind the prefix, so it is looked for first: that takes no time. */
  private static final Pattern SEVERITY =
      Pattern.compile(
          "(?<severity>DEBUG\\d?|INFO|NOTICE|WARNING|ERROR|LOG|FATAL|PANIC|DETAIL|HINT|QUERY"
              + "|CONTEXT|STATEMENT|LOCATION|BACKTRACE):  ");

  private static final Pattern NUMBER = Pattern.compile("\\[(\\d+)[\\]-]");

  private static final List<PrefixLayout> USUAL =
      Stream.of(
              "%t [%p]: [%l-1] user=%u,db=%d,app=%a,client=%h ",
              "%t [%p]: [%l-1] user=%u,db=%d,client=%h ",
              "%t [%p]: [%l-1] user=%u,db=%d ",
              "%t [%p]: user=%u,db=%d,app=%a,client=%h ",
              "%m [%p] %quser=%u,db=%d,app=%a,client=%h ",
              "%m [%p] %q[user=%u,db=%d,app=%a] ",
              "%m [%p]: [%l-1] db=%d,user=%u ",
              "%t:%r:%u@%d:[%p]:",
              "%m:%r:%u@%d:[%p]:",
              "%t [%p] %q%u@%d ",
              "%m [%p] %q%u@%d ")
          .map(PrefixLayout::tried)
          .toList();

  /**
   * A line that begins something.
   *
   * @param severity what it begins, such as LOG or DETAIL
   * @param rest behind the two spaces
   */
  record Head(
      String session,
      @Nullable String database,
      @Nullable String application,
      String severity,
      String rest) {
    /** Whether it belongs to the message before it. */
    boolean isSecondary() {
      return switch (severity) {
        case "DETAIL", "HINT", "QUERY", "CONTEXT", "STATEMENT", "LOCATION", "BACKTRACE" -> true;
        default -> false;
      };
    }
  }

  private final PrefixLayout own;

  /**
   * @param format as in log_line_prefix
   */
  LinePrefix(String format) {
    this.own = PrefixLayout.own(format);
  }

  /** What the line begins, or null where it begins nothing. */
  @Nullable Head head(String line) {
    var severity = SEVERITY.matcher(line).region(0, Math.min(LONGEST, line.length()));
    if (!severity.find()) {
      return null;
    }
    var prefix = line.substring(0, severity.start());
    var fields = fields(prefix);
    if (fields == null) {
      return null;
    }
    return new Head(
        fields.session(),
        fields.database(),
        fields.application(),
        severity.group("severity"),
        line.substring(severity.end()));
  }

  private PrefixLayout.@Nullable Fields fields(String prefix) {
    var fields = own.fields(prefix);
    for (int i = 0; fields == null && i < USUAL.size(); i++) {
      fields = USUAL.get(i).fields(prefix);
    }
    return fields == null ? other(prefix) : fields;
  }

  private static PrefixLayout.@Nullable Fields other(String prefix) {
    boolean inAWord =
        !prefix.isEmpty() && Character.isLetterOrDigit(prefix.charAt(prefix.length() - 1));
    if (inAWord || prefix.length() > LONGEST_OTHER) {
      return null;
    }
    var number = NUMBER.matcher(prefix);
    return new PrefixLayout.Fields(number.find() ? number.group(1) : "", null, null);
  }

  /** Whether a line looks like the beginning of a message, whatever the prefix is. */
  static boolean begins(String line) {
    boolean comment = line.startsWith("--") || line.startsWith("/*");
    var severity = SEVERITY.matcher(line).region(0, Math.min(LONGEST, line.length()));
    return !comment && severity.find() && other(line.substring(0, severity.start())) != null;
  }
}
