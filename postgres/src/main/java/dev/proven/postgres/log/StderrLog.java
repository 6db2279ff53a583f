package dev.proven.postgres.log;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A log in the format stderr. A message begins behind a prefix, and each of its further lines
 * begins with a tab; its detail and its context follow as messages of their own.
 */
final class StderrLog implements LogReader {
  private static final String MESSAGE = "MESSAGE";

  private final LogLines lines;
  private final LinePrefix prefix;
  private final LogBounds bounds;
  private final Losses losses;
  private LinePrefix.@Nullable Head ahead;
  private boolean aheadIsCut;
  private boolean cutOff;

  StderrLog(LogLines lines, LinePrefix prefix, LogBounds bounds, Losses losses) {
    this.lines = lines;
    this.prefix = prefix;
    this.bounds = bounds;
    this.losses = losses;
  }

  @Override
  public @Nullable LogEntry next() throws IOException {
    if (ahead == null) {
      findFirst();
    }
    while (ahead != null) {
      var head = ahead;
      var sections = new Sections(head.rest(), aheadIsCut);
      ahead = null;
      read(head, sections);
      if (ahead == null && (lines.endsWithinALine() || lines.isStopped())) {
        // Whether the statement goes on behind the end of the file is not known.
        cutOff = true;
        return null;
      }
      if (sections.damaged) {
        continue;
      }
      if (!sections.tooLong) {
        return new LogEntry(
            head.session(),
            head.database(),
            head.application(),
            head.severity(),
            sections.text(MESSAGE),
            sections.text("DETAIL"),
            sections.text("CONTEXT"));
      }
      losses.tooLong();
    }
    return null;
  }

  private void findFirst() throws IOException {
    for (var line = lines.next(); line != null; line = lines.next()) {
      var head = line.startsWith("\t") ? null : prefix.head(line);
      if (head != null && !head.isSecondary()) {
        ahead(head);
        return;
      }
      strange(line);
    }
  }

  private void ahead(LinePrefix.Head head) {
    ahead = head;
    aheadIsCut = lines.isCut();
  }

  private void strange(String line) {
    if (!line.isBlank()) {
      losses.unreadable();
    }
  }

  /** The lines of a message up to the next one's first. */
  private void read(LinePrefix.Head head, Sections sections) throws IOException {
    for (var line = lines.next(); line != null; line = lines.next()) {
      if (line.startsWith("\t")) {
        sections.append(line.substring(1), lines.isCut());
        continue;
      }
      var next = prefix.head(line);
      if (next == null) {
        // It may be more of the statement, as syslog and other collectors write it.
        sections.damaged |= !line.isBlank();
        strange(line);
      } else if (next.isSecondary()) {
        // Several processes may write to one file, each a message in one piece.
        boolean same = next.session().equals(head.session());
        sections.begin(same ? next.severity() : "", next.rest(), lines.isCut());
      } else {
        ahead(next);
        return;
      }
    }
  }

  @Override
  public boolean isCutOff() {
    return cutOff;
  }

  /** The message, its detail, and so on. */
  private final class Sections {
    private final Map<String, StringBuilder> texts = new HashMap<>();
    private StringBuilder current = new StringBuilder();
    private long length;
    private boolean tooLong;
    private boolean damaged;

    Sections(String message, boolean cut) {
      begin(MESSAGE, message, cut);
    }

    void begin(String name, String text, boolean cut) {
      current = new StringBuilder();
      texts.put(name, current);
      add(text, cut);
    }

    void append(String text, boolean cut) {
      current.append(tooLong ? "" : "\n");
      add(text, cut);
    }

    private void add(String text, boolean cut) {
      length += text.length();
      tooLong |= cut || length > bounds.entry();
      current.append(tooLong ? "" : text);
    }

    String text(String name) {
      var text = texts.get(name);
      return text == null ? "" : text.toString();
    }
  }
}
