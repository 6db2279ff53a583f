package dev.proven.postgres;

import dev.proven.core.Problem;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/** Whose failure it is: the statement's own, or that of the server or the way to it. */
public final class Failure {
  private static final int LONGEST = 300;
  private static final String CONNECTION = "08";
  private static final String DISK_FULL = "53100";

  /** Shut down, crashed, starting up or going down, the database dropped, idle for too long. */
  private static final Set<String> ENDED = Set.of("57P01", "57P02", "57P03", "57P04", "57P05");

  private Failure() {}

  /** Whether the server ended the session or cannot be reached. */
  public static boolean isLoss(SQLException e) {
    var state = String.valueOf(e.getSQLState());
    return state.startsWith(CONNECTION) || ENDED.contains(state);
  }

  /** Whether another statement would be executed all the same. */
  static boolean isOfStatement(SQLException e) {
    return e.getSQLState() != null && !isLoss(e) && !DISK_FULL.equals(e.getSQLState());
  }

  /** What the server says, in one bounded line, with no detail, which may hold data. */
  static String words(SQLException e) {
    var reason = SqlScript.reason(e).replaceAll("\\p{Cc}", " ");
    var cut = reason.length() > LONGEST ? reason.substring(0, LONGEST) + "..." : reason;
    return cut + " (SQLSTATE " + e.getSQLState() + ")";
  }

  /** What happened to the server in the middle of the work, if that is what a failure is about. */
  static Optional<Problem> ofServer(Exception failure) {
    if (failure instanceof Problem p && p.kind() == Problem.Kind.UNREACHABLE) {
      return Optional.empty();
    }
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException e && isLoss(e)) {
        return Optional.of(lost(e).causedBy(failure));
      }
      if (t instanceof SQLException e
          && DISK_FULL.equals(e.getSQLState())
          && !(failure instanceof Problem)) {
        return Optional.of(full(e).causedBy(failure));
      }
    }
    return Optional.empty();
  }

  private static Problem lost(SQLException e) {
    return Problem.unreachable(
        "The server went away in the middle of the work: " + words(e) + ".",
        "It was restarted or stopped, it crashed, or somebody ended the session: look into its log."
            + " Once it runs, run again.");
  }

  private static Problem full(SQLException e) {
    return Problem.failed(
        "The server's disk was full in the middle of the work: " + words(e) + ".",
        "Free room for two copies of the database and for what its statements write, then run"
            + " again.");
  }
}
