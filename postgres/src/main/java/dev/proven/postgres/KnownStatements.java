package dev.proven.postgres;

import dev.proven.core.Problem;
import dev.proven.postgres.log.LogBounds;
import dev.proven.postgres.log.LogFiles;
import dev.proven.postgres.log.LogSettings;
import dev.proven.postgres.log.ServerLog;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The statements that an application is known to send, utility statements such as SET included,
 * which no workload measures. They are handed on one after the other, since a log has more of them
 * than memory.
 */
public final class KnownStatements {
  /** As many as pg_stat_statements holds by default. */
  private static final int MOST = 5000;

  private static final Duration WATCHED = Duration.ofSeconds(2);

  private final PostgresTarget target;
  private final Consumer<Known> taker;
  private long count;

  private KnownStatements(PostgresTarget target, Consumer<Known> taker) {
    this.target = target;
    this.taker = taker;
  }

  /**
   * One of them.
   *
   * @param name in its file, or where or how often it was seen
   * @param text one statement
   */
  public record Known(String name, String text) {}

  /**
   * Hands on those of what the user has named as the workload.
   *
   * @return how many there were and where, as the beginning of a sentence
   */
  public static String each(PostgresTarget target, Consumer<Known> taker) {
    var known = new KnownStatements(target, taker);
    var where = known.read();
    return known.count + " statements" + where;
  }

  private String read() {
    return switch (WorkloadSource.of(target.declared().workload())) {
      case WorkloadSource.Script script -> script(script.file());
      case WorkloadSource.Recorded _ -> asking(this::recorded);
      case WorkloadSource.Running _ -> asking(this::running);
      case WorkloadSource.Logged log -> asking(connection -> logged(connection, log.files()));
    };
  }

  /** Asks the server. */
  @FunctionalInterface
  private interface Question {
    String ask(Connection connection) throws SQLException;
  }

  private String asking(Question question) {
    try (var connection = target.connect()) {
      return question.ask(connection);
    } catch (SQLException e) {
      throw Problem.unreachable(
              "The statements of " + target.name() + " could not be read: " + e.getMessage(),
              "Check that the server still runs and what the role may read.")
          .causedBy(e);
    }
  }

  private String script(Path file) {
    var script = SqlScript.read(file);
    script.pieces().forEach(p -> take(script.name(p), p.text()));
    return "";
  }

  private String recorded(Connection connection) throws SQLException {
    for (var s : StatStatements.costliest(target, connection, MOST)) {
      var text = s.text();
      if (text != null) {
        take(String.format(Locale.ROOT, "seen %.0f times", s.calls()), text);
      }
    }
    return "";
  }

  private String running(Connection connection) throws SQLException {
    StatActivity.texts(target, connection, WATCHED).forEach(t -> takeAll("seen at work", t));
    return ", seen in pg_stat_activity within " + WATCHED.toSeconds() + " seconds,";
  }

  private String logged(Connection connection, LogFiles files) throws SQLException {
    boolean whole =
        ServerLog.texts(
            files,
            target.address().database(),
            LogSettings.of(connection),
            LogBounds.STANDARD,
            text -> takeAll("in the log", text));
    return " of the log " + files.path() + (whole ? "" : ", which was not read to its end,");
  }

  /** A client may send several at once. */
  private void takeAll(String name, String text) {
    if (text.indexOf(';') < 0) {
      take(name, text);
    } else {
      SqlSplitter.split(text).forEach(p -> take(name, p.text()));
    }
  }

  private void take(String name, String text) {
    count++;
    taker.accept(new Known(name, text));
  }
}
