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
import org.jspecify.annotations.Nullable;

/**
 * Makes a workload of a script, of a server's log, or of what the server has recorded or executes
 * now. Plans, and executes nothing.
 */
final class WorkloadReader {
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

  private Workload script(SqlScript script) {
    var statements = new ArrayList<ScriptStatement>();
    for (var piece : script.pieces()) {
      var kind = SqlText.kind(piece.text());
      if (kind == SqlText.Kind.UTILITY) {
        leaveOut(
            script.name(piece) + " " + SqlText.titleWithoutTexts(piece.text()),
            ObservedWork.UTILITY);
      } else {
        statements.add(statement(script, piece, kind == SqlText.Kind.WRITE));
      }
    }
    var costliest = CostliestStatements.of(statements, session);
    costliest.chosen().forEach(this::add);
    costliest.leftOut().ifPresent(leftOut::add);
    return new Workload("the file " + script.file(), parts, leftOut);
  }

  private ScriptStatement statement(SqlScript script, SqlSplitter.Piece piece, boolean write) {
    var id = partIds.of(script, piece);
    double calls = script.calls(piece);
    try {
      int parameters = session.parameterTypes(piece.text()).size();
      return new ScriptStatement(piece, id, write, calls, parameters);
    } catch (SQLException e) {
      throw wrong(script, piece, e);
    }
  }

  private void add(ScriptStatement statement) {
    var piece = statement.piece();
    var title = SqlText.title(piece.text());
    try {
      boolean complete = statement.parameters() == 0;
      var text = complete ? piece.text() : filler.fill(piece.text());
      if (!complete) {
        target.knowledge().sampled(statement.id());
      }
      parts.add(new Part(statement.id(), title, text, statement.write(), statement.calls()));
    } catch (CannotFill e) {
      leaveOut(statement.id() + " " + title, e.reason());
    }
  }

  private static Problem wrong(SqlScript script, SqlSplitter.Piece piece, SQLException e) {
    int down = PlanSession.linesDown(e, piece.text());
    var where = down == 0 ? "" : " in line " + (piece.line() + down);
    return Problem.usage(
            script.where(piece) + ": " + SqlScript.reason(e) + where + ".",
            "Fix the statement or remove it; nothing was executed.")
        .causedBy(e);
  }

  private static Workload recorded(PostgresTarget target, PlanSession session) throws SQLException {
    var statements =
        StatStatements.costliest(target, session.connection(), ObservedWork.MOST_LOOKED_AT);
    return new ObservedWork(target, session)
        .workload(
            "pg_stat_statements of "
                + target.name()
                + ": the costliest by their total time; constants are sampled from the columns",
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
