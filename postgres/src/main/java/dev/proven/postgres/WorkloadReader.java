package dev.proven.postgres;

import dev.proven.core.Problem;
import dev.proven.core.Workload;
import dev.proven.core.experiment.Part;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a workload of a script, or of what the server has recorded. Plans, and executes nothing.
 */
final class WorkloadReader {
  private static final int MOST_PARTS = 200;
  private static final int MOST_LOOKED_AT = 1000;
  private static final String UTILITY = "a utility statement is neither planned nor measured";
  private static final Set<String> SYSTEM = Set.of("pg_catalog", "information_schema");

  private final PostgresTarget target;
  private final PlanSession session;
  private final ParameterFiller filler;
  private final List<Part> parts = new ArrayList<>();
  private final List<Workload.LeftOut> leftOut = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();
  private final PartIds partIds = new PartIds();

  private WorkloadReader(PostgresTarget target, PlanSession session) {
    this.target = target;
    this.session = session;
    this.filler = new ParameterFiller(session);
  }

  static Workload read(PostgresTarget target, @Nullable Path file) {
    try (var session = PlanSession.open(target)) {
      var reader = new WorkloadReader(target, session);
      return file == null ? reader.recorded() : reader.script(SqlScript.read(file));
    } catch (SQLException e) {
      throw Problem.unreachable(
              "The workload of " + target.name() + " could not be read: " + e.getMessage(),
              "Check that the server still runs and what the role may read.")
          .causedBy(e);
    }
  }

  private Workload script(SqlScript script) {
    for (var piece : script.pieces()) {
      var kind = SqlText.kind(piece.text());
      if (kind == SqlText.Kind.UTILITY) {
        leaveOut(script.name(piece) + " " + SqlText.title(piece.text()), UTILITY);
      } else {
        add(script, piece, kind == SqlText.Kind.WRITE);
      }
    }
    return new Workload("the file " + script.file(), parts, leftOut);
  }

  private void add(SqlScript script, SqlSplitter.Piece piece, boolean write) {
    var id = partIds.of(script, piece);
    var title = SqlText.title(piece.text());
    double calls = script.calls(piece);
    try {
      int parameters = session.parameterTypes(piece.text()).size();
      var text = parameters == 0 ? piece.text() : filler.fill(piece.text());
      if (parameters > 0) {
        target.knowledge().sampled(id);
      }
      parts.add(new Part(id, title, text, write, calls));
    } catch (CannotFill e) {
      leaveOut(id + " " + title, e.reason());
    } catch (SQLException e) {
      throw wrong(script, piece, e);
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

  private Workload recorded() throws SQLException {
    var statements = StatStatements.costliest(target, session.connection(), MOST_LOOKED_AT);
    int next = 0;
    while (next < statements.size() && parts.size() < MOST_PARTS) {
      add(statements.get(next++));
    }
    if (next < statements.size()) {
      leaveOut(rest(statements, next), "only the " + MOST_PARTS + " costliest are measured");
    }
    return new Workload(
        "pg_stat_statements of "
            + target.name()
            + ": the costliest by their total time; constants are sampled from the columns",
        parts,
        leftOut);
  }

  private static String rest(List<StatStatements.Recorded> statements, int from) {
    double all = statements.stream().mapToDouble(StatStatements.Recorded::seconds).sum();
    var rest = statements.subList(from, statements.size());
    double share = rest.stream().mapToDouble(StatStatements.Recorded::seconds).sum() / all;
    return String.format(
        Locale.ROOT, "%d further statements, %.2g %% of the time", rest.size(), 100 * share);
  }

  private void add(StatStatements.Recorded statement) throws SQLException {
    var sql = statement.text();
    if (sql == null || sql.equals("<insufficient privilege>")) {
      leaveOut("query " + statement.queryId(), "the server does not show its text");
      return;
    }
    var kind = SqlText.kind(sql);
    if (kind == SqlText.Kind.UTILITY) {
      leaveOut(SqlText.title(sql), UTILITY);
      return;
    }
    boolean write = kind == SqlText.Kind.WRITE;
    if (SqlText.skeleton(sql).contains("pg_stat_statements")) {
      leaveOut(SqlText.title(sql), "it reads or resets the server's record of statements");
      return;
    }
    try {
      var text = filler.fill(sql);
      if (!write) {
        checkTouchesUserData(text);
      }
      var id = id(statement);
      target.knowledge().sampled(id);
      parts.add(new Part(id, SqlText.title(sql), text, write, statement.calls()));
    } catch (CannotFill e) {
      leaveOut(SqlText.title(sql), e.reason());
    }
  }

  /** What only looks into catalogs is a tool's work, Proven's own among it. */
  private void checkTouchesUserData(String text) throws SQLException, CannotFill {
    Set<String> schemas;
    try {
      schemas = PlanConditions.of(session.explain(text)).schemas();
    } catch (SQLException e) {
      throw new CannotFill("the server cannot plan it: " + SqlScript.reason(e));
    }
    if (SYSTEM.containsAll(schemas) && !callsUserFunction(text)) {
      throw new CannotFill(
          schemas.isEmpty() ? "it reads no table" : "it reads nothing but the system's catalogs");
    }
  }

  private boolean callsUserFunction(String text) throws SQLException {
    var words = List.of(SqlText.skeleton(text).split("[^\\p{L}\\p{N}_$]+", -1));
    return Sql.list(
            session.connection(),
            r -> r.getString(1),
            "SELECT DISTINCT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
                + " WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')")
        .stream()
        .anyMatch(words::contains);
  }

  /** The number that the server gives the statement stays the same; a few of its digits do. */
  private String id(StatStatements.Recorded statement) {
    var digits = String.format(Locale.ROOT, "%016x", statement.queryId());
    for (int length = 6; ; length++) {
      var id = "S" + digits.substring(0, Math.min(length, digits.length()));
      if (ids.add(id)) {
        return id;
      }
    }
  }

  private void leaveOut(String title, String reason) {
    leftOut.add(new Workload.LeftOut(title, reason));
  }
}
