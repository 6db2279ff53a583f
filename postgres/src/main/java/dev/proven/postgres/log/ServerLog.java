package dev.proven.postgres.log;

import dev.proven.core.Problem;
import dev.proven.core.Workload;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a server's log tells of the work in a database.
 *
 * @param statements the costliest first, at least one
 * @param leftOut what was not taken, with reasons
 * @param databaseTold whether all statements are known to be of the database
 */
public record ServerLog(
    List<SeenStatement> statements, List<Workload.LeftOut> leftOut, boolean databaseTold) {

  /**
   * Reads all files once, line by line.
   *
   * @param database whose statements are taken, where the log tells the database
   * @param settings of the server
   * @throws Problem usage, where a file cannot be read or none tells a statement with its duration
   */
  public static ServerLog read(
      LogFiles files, String database, LogSettings settings, LogBounds bounds) {
    return new Reading(files, database, settings, bounds).run();
  }

  /**
   * Hands on the text of everything that clients have sent, one after the other, whether or not its
   * duration is told; keeps none.
   *
   * @return whether it was read to its end
   * @throws Problem usage, where a file cannot be read
   */
  public static boolean texts(
      LogFiles files,
      String database,
      LogSettings settings,
      LogBounds bounds,
      Consumer<String> texts) {
    return new Reading(files, database, settings, bounds).texts(texts);
  }

  /** The work on one log. */
  private static final class Reading {
    private final LogFiles files;
    private final String database;
    private final LinePrefix prefix;
    private final Charset charset;
    private final LogBounds bounds;
    private final Losses losses = new Losses();
    private final Tally tally;
    private final StatementLog log;
    private final LogLines.Budget budget;

    Reading(LogFiles files, String database, LogSettings settings, LogBounds bounds) {
      this.files = files;
      this.database = database;
      this.prefix = new LinePrefix(settings.prefix());
      this.charset = settings.charset();
      this.bounds = bounds;
      this.tally = new Tally(bounds);
      this.log = new StatementLog(database, settings.sampling(), tally, losses);
      this.budget = new LogLines.Budget(bounds);
    }

    boolean texts(Consumer<String> texts) {
      readAll(entry -> log.sent(entry, texts));
      return !budget.isSpent();
    }

    private void readAll(Consumer<LogEntry> entries) {
      for (int i = 0; i < files.files().size(); i++) {
        if (budget.isSpent()) {
          losses.file((files.files().size() - i) + " older files", enough());
          break;
        }
        read(files.files().get(i), entries);
      }
    }

    ServerLog run() {
      readAll(log::accept);
      var statements = tally.statements();
      if (statements.isEmpty()) {
        throw nothing();
      }
      var leftOut = new ArrayList<>(files.leftOut());
      leftOut.addAll(losses.list(bounds));
      leftOut.addAll(tally.leftOut());
      return new ServerLog(statements, leftOut, log.isDatabaseTold());
    }

    private void read(Path file, Consumer<LogEntry> entries) {
      try (var lines = LogLines.open(file, charset, budget, bounds.entry())) {
        var reader = files.format().reader(lines, prefix, bounds, losses);
        for (var entry = reader.next(); entry != null; entry = reader.next()) {
          entries.accept(entry);
        }
        log.endOfFile();
        if (budget.isSpent()) {
          losses.file("the rest of " + file, enough());
        } else if (reader.isCutOff()) {
          losses.file("the end of " + file, "the file ends in the middle of an entry");
        }
      } catch (IOException e) {
        throw LogFiles.unreadable(file, e);
      }
    }

    private String enough() {
      return "at most "
          + bounds.lines()
          + " lines and "
          + bounds.characters()
          + " characters of a log are read, the youngest file first";
    }

    private Problem nothing() {
      var why = new StringBuilder();
      if (losses.withoutDurationCount() > 0) {
        why.append(" It tells of " + losses.withoutDurationCount())
            .append(" statements, but not how long they took.");
      }
      if (losses.elsewhereCount() > 0) {
        why.append(" It tells of " + losses.elsewhereCount())
            .append(" executions in other databases than " + database + ".");
      }
      if (log.durationsOfNothing() > 0) {
        why.append(" It tells " + log.durationsOfNothing() + " durations, but not of what.");
      }
      if (losses.unreadableCount() > 0) {
        why.append(" " + losses.unreadableCount() + " of its lines are part of no message.");
      }
      return Problem.usage(
          "The log " + files.path() + " holds no statement with its duration." + why,
          "Let the server log them: ALTER SYSTEM SET log_min_duration_statement = 0; (or a number"
              + " of ms), or log_statement = 'all' with log_duration = on, or auto_explain with"
              + " log_min_duration in text or JSON; and lc_messages = 'C'. Then SELECT"
              + " pg_reload_conf(); and let it watch the usual work.");
    }
  }
}
