package dev.proven.postgres.log;

import org.jspecify.annotations.Nullable;

/**
 * One message of a server.
 *
 * @param session that it belongs to, in whatever words the format tells it
 * @param database of the session, or null where the format does not tell
 * @param application the session's application_name, or null where the format does not tell
 * @param severity such as LOG or ERROR
 * @param message its text, with its line ends
 * @param detail its detail, or empty
 * @param context where in the server it came from, or empty
 */
record LogEntry(
    String session,
    @Nullable String database,
    @Nullable String application,
    String severity,
    String message,
    String detail,
    String context) {

  /** Whether a statement of the session has failed. */
  boolean isError() {
    return severity.equals("ERROR") || severity.equals("FATAL") || severity.equals("PANIC");
  }
}
