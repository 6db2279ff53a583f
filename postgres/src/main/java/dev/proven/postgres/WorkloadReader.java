package dev.proven.postgres;

import dev.proven.core.Problem;
import dev.proven.core.Workload;
import dev.proven.core.experiment.Part;
import dev.proven.postgres.log.LogBounds;
import dev.proven.postgres.log.LogFiles;
import dev.proven.postgres.log.LogSettings;
import dev.proven.postgres.log.ServerLog;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes a workload of a script, of a server's log, or of what the server has recorded or executes
 * now. Plans, and executes nothing.
 */
final class WorkloadReader {
  /** A text that is no SQL is a mistake in the file, and not a lack of the database. */
  private static final String SYNTAX = "42601";

  private final PostgresTarget target;
  private final PlanSession session;
  private final ParameterFiller filler;
  private final List<Part> parts = new ArrayList<>();
  private final List<Workload.LeftOut> leftOut = new ArrayList<>();
  private final PartIds partIds = new PartIds();

  private WorkloadReader(PostgresTarget target, PlanSession session) {
    this.target = target;
    this.session = session;
    this.filler = new ParameterFiller(session);
  }

  static Workload read(PostgresTarget target, @Nullable Path file) {
    try (var session = PlanSession.open(target)) {
      return switch (WorkloadSource.of(file)) {
        case WorkloadSource.Recorded _ -> recorded(target, session);
        case WorkloadSource.Running _ -> running(target, session);
        case WorkloadSource.Logged log -> logged(target, session, log.files());
        case WorkloadSource.Script script ->
            new WorkloadReader(target, session).script(SqlScript.read(script.file()));
      };
    } catch (SQLException e) {
      throw Problem.unreachable(
              "The workload of " + target.name() + " could not be read: " + e.getMessage(),
              "Check that the server still runs and what the role may read.")
          .causedBy(e);
    }
  }

  private Workload script(SqlScript script) throws SQLException {
    var statements = new ArrayList<ScriptStatement>();
    for (var piece : script.pieces()) {
      var kind = SqlText.kind(piece.text());
      if (kind == SqlText.Kind.UTILITY) {
        leaveOut(
            script.name(piece) + " " + SqlText.titleWithoutTexts(piece.text()),
            ObservedWork.UTILITY);
      } else {
        statement(script, piece, kind == SqlText.Kind.WRITE).ifPresent(statements::add);
      }
    }
    var costliest = CostliestStatements.of(statements, session);
    costliest.chosen().forEach(this::add);
    costliest.leftOut().ifPresent(leftOut::add);
    var varying = new VaryingAnswers(session).of(parts);
    return new Workload("the file " + script.file(), parts, leftOut, varying);
  }

  private Optional<ScriptStatement> statement(
      SqlScript script, SqlSplitter.Piece piece, boolean write) {
    var id = partIds.of(script, piece);
    double calls = script.calls(piece);
    try {
      int parameters = session.parameterTypes(piece.text()).size();
      return Optional.of(new ScriptStatement(piece, id, write, calls, parameters));
    } catch (SQLException e) {
      if (!Failure.isOfStatement(e) || SYNTAX.equals(e.getSQLState())) {
        throw wrong(script, piece, e);
      }
      leaveOut(
          id + " " + SqlText.title(piece.text()),
          "the server refuses it: " + Failure.words(e) + line(piece, e));
      return Optional.empty();
    }
  }

  private void add(ScriptStatement statement) {
    var id = statement.id();
    var text = statement.piece().text();
    var title = SqlText.title(text);
    try {
      if (statement.parameters() == 0) {
        parts.add(new Part(id, title, text, statement.write(), statement.calls()));
      } else {
        var filled = filler.fill(text);
        target.knowledge().sampled(id);
        target.knowledge().guessed(id, filled.guesses());
        parts.add(
            new Part(id, filled.title(text), filled.text(), statement.write(), statement.calls()));
      }
    } catch (CannotFill e) {
      leaveOut(statement.id() + " " + title, e.reason());
    }
  }

  private static Problem wrong(SqlScript script, SqlSplitter.Piece piece, SQLException e) {
    return Problem.usage(
            script.where(piece) + ": " + SqlScript.reason(e) + line(piece, e) + ".",
            "Fix the statement or remove it; nothing was executed.")
        .causedBy(e);
  }

  private static String line(SqlSplitter.Piece piece, SQLException e) {
    int down = PlanSession.linesDown(e, piece.text());
    return down == 0 ? "" : " in line " + (piece.line() + down);
  }

  private static Workload recorded(PostgresTarget target, PlanSession session) throws SQLException {
    var statements =
        StatStatements.costliest(target, session.connection(), ObservedWork.MOST_LOOKED_AT);
    return new ObservedWork(target, session)
        .workload(
            "pg_stat_statements of "
                + target.name()
                + ": the costliest by their total time; constants are sampled from the columns, and of the costliest also frequent and"
                + " rare ones",
            statements.stream().map(Observed::of).toList(),
            List.of());
  }

  private static Workload logged(PostgresTarget target, PlanSession session, LogFiles files)
      throws SQLException {
    var settings = LogSettings.of(session.connection());
    var log = ServerLog.read(files, target.address().database(), settings, LogBounds.STANDARD);
    return new ObservedWork(target, session)
        .workload(
            source(files, log, settings.sampling().isSampled()),
            log.statements().stream().map(Observed::of).toList(),
            log.leftOut());
  }

  private static String source(LogFiles files, ServerLog log, boolean sampled) {
    return "the log "
        + files.path()
        + " ("
        + files.format().title()
        + "): the costliest by their total time, with constants that they had"
        + (sampled ? "; calls made up for what the server's settings of now do not sample" : "")
        + (log.databaseTold()
            ? ""
            : "; of all databases, since log_line_prefix did not tell which");
  }

  private static Workload running(PostgresTarget target, PlanSession session) throws SQLException {
    var activity = StatActivity.of(target, session.connection(), StatActivity.WATCHED);
    return new ObservedWork(target, session)
        .workload(
            String.format(
                Locale.ROOT,
                "pg_stat_activity of %s, looked at for %.0f seconds: what was seen most often",
                target.name(),
                activity.seconds()),
            activity.statements(),
            activity.leftOut());
  }

  private void leaveOut(String title, String reason) {
    leftOut.add(new Workload.LeftOut(title, reason));
  }
}
