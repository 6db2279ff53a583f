package dev.proven.postgres.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A log in the format csvlog: RFC 4180, with line ends in quoted fields. Each record begins with a
 * time, so that one which is damaged takes no other with it.
 */
final class CsvLog implements LogReader {
  private static final String TIME =
      "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} [^,\"]{1,40},";
  private static final String NAME = "\"(?:[^\"]|\"\"){0,200}\",";
  private static final Pattern BEGIN =
      Pattern.compile(TIME + "(?:" + NAME + "|,)(?:" + NAME + "|,)\\d{1,10},");

  /** In a quoted field its quotes would be doubled, so this cannot stand in one. */
  private static final Pattern SURELY =
      Pattern.compile(TIME + "\"[^\"]{1,63}\",\"[^\"]{1,63}\",\\d{1,10},");

  private static final int DATABASE = 2;
  private static final int SESSION = 5;
  private static final int SEVERITY = 11;
  private static final int MESSAGE = 13;
  private static final int DETAIL = 14;
  private static final int CONTEXT = 18;
  private static final int APPLICATION = 22;

  private final LogLines lines;
  private final LogBounds bounds;
  private final Losses losses;
  private @Nullable String ahead;
  private boolean cutOff;

  CsvLog(LogLines lines, LogBounds bounds, Losses losses) {
    this.lines = lines;
    this.bounds = bounds;
    this.losses = losses;
  }

  /** Whether a line looks like the beginning of a record. */
  static boolean begins(String line) {
    return BEGIN.matcher(line).lookingAt();
  }

  @Override
  public @Nullable LogEntry next() throws IOException {
    for (var line = line(); line != null; line = line()) {
      if (begins(line)) {
        var whole = whole(line);
        var fields = whole == null ? List.<String>of() : fields(whole);
        if (fields.size() > APPLICATION) {
          return entry(fields);
        }
        if (whole != null) {
          losses.unreadable();
        }
      } else if (!line.isBlank()) {
        losses.unreadable();
      }
    }
    return null;
  }

  private @Nullable String line() throws IOException {
    var line = ahead == null ? lines.next() : ahead;
    ahead = null;
    return line;
  }

  private static LogEntry entry(List<String> fields) {
    return new LogEntry(
        fields.get(SESSION),
        fields.get(DATABASE),
        fields.get(APPLICATION),
        fields.get(SEVERITY),
        fields.get(MESSAGE),
        fields.get(DETAIL),
        fields.get(CONTEXT));
  }

  /**
   * All lines of a record: as long as a quote is open, the next one belongs to it. Null where it is
   * too long or not there as a whole.
   */
  private @Nullable String whole(String first) throws IOException {
    var text = new StringBuilder(first);
    boolean open = quotes(first) % 2 == 1;
    boolean tooLong = lines.isCut();
    // Where a line was cut, its further quotes are not known: the next that begins one is looked
    // for.
    while (open && !lines.isCut()) {
      var line = lines.next();
      if (line == null) {
        cutOff = true;
        return null;
      }
      if (SURELY.matcher(line).lookingAt()) {
        ahead = line;
        losses.unreadable();
        return null;
      }
      open ^= quotes(line) % 2 == 1;
      tooLong |= lines.isCut() || text.length() + line.length() > bounds.entry();
      text.append(tooLong ? "" : "\n" + line);
    }
    if (tooLong) {
      losses.tooLong();
      return null;
    }
    return text.toString();
  }

  private static long quotes(String line) {
    return line.chars().filter(c -> c == '"').count();
  }

  /** The fields of one record in CSV. */
  static List<String> fields(String record) {
    var fields = new ArrayList<String>();
    var field = new StringBuilder();
    boolean open = false;
    for (int i = 0; i < record.length(); i++) {
      char c = record.charAt(i);
      if (c == '"' && open && record.startsWith("\"", i + 1)) {
        field.append('"');
        i++;
      } else if (c == '"') {
        open = !open;
      } else if (c == ',' && !open) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }

  @Override
  public boolean isCutOff() {
    return cutOff || lines.endsWithinALine();
  }
}
