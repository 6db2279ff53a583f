package dev.proven.postgres;

import dev.proven.core.Problem;
import dev.proven.core.Workload;
import dev.proven.postgres.log.LogBounds;
import dev.proven.postgres.log.SeenStatement;
import dev.proven.postgres.log.Tally;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the clients of a database execute now, looked at many times.
 *
 * <p>How often a statement is seen tells its share of the time, and how long it had been running
 * tells how long one execution takes: looked at by chance it is half-way through. So it was
 * executed as often as twice that goes into the time for which it was seen.
 *
 * @param statements the one that was seen most first
 * @param leftOut what cannot be taken, with reasons
 * @param seconds for which it was looked at
 */
record StatActivity(List<Observed> statements, List<Workload.LeftOut> leftOut, double seconds) {
  static final Duration WATCHED = Duration.ofSeconds(5);

  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final double LEAST_AGE = 0.0005;
  private static final int MOST_CUT = 20;
  private static final int LONGEST_CHARACTER = 4;

  private static final String RUNNING =
      "SELECT query, extract(epoch FROM clock_timestamp() - query_start)::float8,"
          + " octet_length(query) FROM pg_stat_activity WHERE datname = current_database()"
          + " AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND state = 'active'"
          + " AND application_name NOT LIKE 'proven/%' AND application_name <> 'proven' AND query_start IS NOT NULL LIMIT 10000";

  /** Whoever rests shows what was sent last, a LISTEN for instance. */
  private static final String LATEST =
      "SELECT DISTINCT query FROM pg_stat_activity WHERE datname = current_database()"
          + " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
          + " AND application_name NOT LIKE 'proven/%' AND application_name <> 'proven'"
          + " AND query <> '' LIMIT 10000";

  private static final int MOST_TEXTS = 10_000;

  private static final String SIZE =
      "SELECT setting::int FROM pg_settings WHERE name = 'track_activity_query_size'";

  /**
   * Looks for a time.
   *
   * @throws Problem usage, where the role may not see others' statements, or nothing ran
   */
  static StatActivity of(PostgresTarget target, Connection connection, Duration watched)
      throws SQLException {
    StatStatements.checkMayRead(target, connection, "pg_stat_activity");
    long longest = Sql.number(connection, SIZE) - LONGEST_CHARACTER;
    var whole = new Tally(LogBounds.STANDARD);
    var cut = new Tally(LogBounds.STANDARD);
    long begin = System.nanoTime();
    int looks = 0;
    do {
      for (var run : Sql.list(connection, Run::of, RUNNING)) {
        if (!Sql.isOwn(run.text())) {
          (run.bytes() < longest ? whole : cut).add(run.text(), run.age());
        }
      }
      looks++;
      pause();
    } while (System.nanoTime() - begin < watched.toNanos());
    double seconds = (System.nanoTime() - begin) / 1e9;
    double each = seconds / looks;
    var statements =
        whole.statements().stream()
            .sorted(Comparator.comparingDouble(SeenStatement::calls).reversed())
            .map(s -> observed(s, each))
            .toList();
    if (statements.isEmpty() && cut.statements().isEmpty()) {
      throw nothing(target, seconds);
    }
    var leftOut = new ArrayList<>(whole.leftOut());
    leftOut.addAll(leftOut(cut, longest));
    return new StatActivity(statements, leftOut, seconds);
  }

  /** Texts that clients execute now or have sent last, each once; looked for a time. */
  static Set<String> texts(PostgresTarget target, Connection connection, Duration watched)
      throws SQLException {
    StatStatements.checkMayRead(target, connection, "pg_stat_activity");
    var texts = new LinkedHashSet<String>();
    long begin = System.nanoTime();
    do {
      Sql.list(connection, r -> r.getString(1), LATEST).stream()
          .filter(text -> !Sql.isOwn(text) && texts.size() < MOST_TEXTS)
          .forEach(texts::add);
      pause();
    } while (System.nanoTime() - begin < watched.toNanos());
    return texts;
  }

  /**
   * A statement that was seen.
   *
   * @param age seconds since it began
   * @param bytes of its text
   */
  private record Run(String text, double age, long bytes) {
    static Run of(java.sql.ResultSet row) throws SQLException {
      return new Run(row.getString(1), Math.max(LEAST_AGE, row.getDouble(2)), row.getLong(3));
    }
  }

  /**
   * The statement with how often it was executed.
   *
   * @param each seconds for which one sight of it stands
   */
  private static Observed observed(SeenStatement statement, double each) {
    double seconds = statement.calls() * each;
    double execution = 2 * statement.seconds() / statement.calls();
    var observed = Observed.of(statement, seconds / execution);
    return observed.withSeconds(seconds);
  }

  private static List<Workload.LeftOut> leftOut(Tally cut, long longest) {
    return cut.statements().stream()
        .limit(MOST_CUT)
        .map(s ->
            new Workload.LeftOut(
                SqlText.titleWithoutTexts(s.text()),
                "the server shows no more than the first "
                    + (longest + LONGEST_CHARACTER)
                    + " bytes of it; raise track_activity_query_size"))
        .toList();
  }

  private static void pause() throws SQLException {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while the server's activity was looked at", e);
    }
  }

  private static Problem nothing(PostgresTarget target, double seconds) {
    return Problem.usage(
        String.format(
            Locale.ROOT,
            "No client of %s executed anything in the %.0f seconds that pg_stat_activity was looked"
                + " at.",
            target.name(),
            seconds),
        "Look while the application works, or give its statements in a file or the server's log with"
            + " --workload FILE.");
  }
}
