package dev.proven.postgres.log;

import dev.proven.core.Json;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A log in the format jsonlog: one object a line. */
final class JsonLog implements LogReader {
  private final LogLines lines;
  private final Losses losses;

  JsonLog(LogLines lines, Losses losses) {
    this.lines = lines;
    this.losses = losses;
  }

  /** Whether a line looks like an entry. */
  static boolean begins(String line) {
    return line.startsWith("{\"timestamp\":");
  }

  @Override
  public @Nullable LogEntry next() throws IOException {
    for (var line = lines.next(); line != null; line = lines.next()) {
      if (lines.isCut()) {
        losses.tooLong();
        continue;
      }
      if (line.isBlank()) {
        continue;
      }
      try {
        var entry = Json.mapper().readTree(line);
        if (entry.isObject()) {
          return entry(entry);
        }
        losses.unreadable();
      } catch (JacksonException e) {
        losses.unreadable();
      }
    }
    return null;
  }

  @Override
  public boolean isCutOff() {
    return lines.endsWithinALine();
  }

  private static LogEntry entry(JsonNode entry) {
    var session = text(entry, "session_id");
    return new LogEntry(
        session.isEmpty() ? text(entry, "pid") : session,
        text(entry, "dbname"),
        text(entry, "application_name"),
        text(entry, "error_severity"),
        text(entry, "message"),
        text(entry, "detail"),
        text(entry, "context"));
  }

  private static String text(JsonNode entry, String key) {
    var value = entry.get(key);
    return value == null || value.isNull() ? "" : value.asString("");
  }
}
