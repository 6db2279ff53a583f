package dev.proven.postgres;

import dev.proven.core.Workload;
import dev.proven.core.experiment.Part;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Parts made of statements that were seen at work, the costliest first. */
final class ObservedWork {
  static final String UTILITY = "a utility statement is neither planned nor measured";

  static final int MOST_LOOKED_AT = 1000;
  private static final int MOST_TAKEN = 200;

  /** So many statements at most are measured with several values. */
  private static final int MOST_VARIED = 20;

  /** Those that make up this share of the time. */
  private static final double COSTLY = 0.9;

  private static final Set<String> SYSTEM = Set.of("pg_catalog", "information_schema");

  private final PostgresTarget target;
  private final PlanSession session;
  private final ParameterFiller filler;
  private final List<Part> parts = new ArrayList<>();
  private final List<Workload.LeftOut> leftOut = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();
  private int taken;

  ObservedWork(PostgresTarget target, PlanSession session) {
    this.target = target;
    this.session = session;
    this.filler = new ParameterFiller(session);
  }

  /**
   * The workload.
   *
   * @param source where it was read from
   * @param statements the costliest first
   * @param more that was left out already
   */
  Workload workload(String source, List<Observed> statements, List<Workload.LeftOut> more)
      throws SQLException {
    int next = 0;
    int last = Math.min(statements.size(), MOST_LOOKED_AT);
    double all = statements.stream().mapToDouble(Observed::seconds).sum();
    double costlier = 0;
    while (next < last && taken < MOST_TAKEN) {
      var statement = statements.get(next);
      add(statement, next < MOST_VARIED && costlier <= COSTLY * all);
      costlier += statement.seconds();
      next++;
    }
    if (next < statements.size()) {
      var reason =
          taken == MOST_TAKEN
              ? "only the " + MOST_TAKEN + " costliest are measured"
              : "only the " + MOST_LOOKED_AT + " costliest are looked at";
      leaveOut(rest(statements, next), reason);
    }
    leftOut.addAll(more);
    return new Workload(source, parts, leftOut, new VaryingAnswers(session).of(parts));
  }

  private static String rest(List<Observed> statements, int from) {
    double all = statements.stream().mapToDouble(Observed::seconds).sum();
    var rest = statements.subList(from, statements.size());
    double share = rest.stream().mapToDouble(Observed::seconds).sum() / Math.max(all, 1e-9);
    return String.format(
        Locale.ROOT, "%d further statements, %.2g %% of the time", rest.size(), 100 * share);
  }

  private void add(Observed statement, boolean varied) throws SQLException {
    var sql = statement.text();
    if (sql == null) {
      leaveOut(statement.name(), "the server does not show its text");
      return;
    }
    if (statement.several()) {
      leaveOut(
          SqlText.titleWithoutTexts(sql),
          "several statements were sent at once and share one duration");
      return;
    }
    var kind = SqlText.kind(sql);
    if (kind == SqlText.Kind.UTILITY) {
      leaveOut(SqlText.titleWithoutTexts(sql), UTILITY);
      return;
    }
    boolean write = kind == SqlText.Kind.WRITE;
    if (SqlText.skeleton(sql).contains("pg_stat_statements")) {
      leaveOut(
          SqlText.titleWithoutTexts(sql), "it reads or resets the server's record of statements");
      return;
    }
    try {
      var all = texts(statement, sql, varied);
      if (!write) {
        checkTouchesUserData(all.getFirst().text());
      }
      add(statement, sql, write, all);
    } catch (CannotFill e) {
      leaveOut(SqlText.titleWithoutTexts(sql), e.reason());
    }
  }

  /** One part for each of its texts; calls are split among them. */
  private void add(Observed statement, String sql, boolean write, List<Filled> all) {
    var id = id(statement.digits());
    for (var filled : all) {
      var part = id + filled.draw().ending();
      if (statement.varies() || statement.complete().isEmpty()) {
        target.knowledge().sampled(part);
      }
      target.knowledge().guessed(part, filled.guesses());
      if (all.size() > 1) {
        target.knowledge().varied(part);
      }
      double calls = statement.calls() * filled.share();
      parts.add(new Part(part, filled.title(sql), filled.text(), write, calls));
    }
    taken++;
  }

  /** With the constants that it had, else with such as its columns hold. */
  private List<Filled> texts(Observed statement, String sql, boolean varied) throws CannotFill {
    for (var complete : statement.complete()) {
      try {
        session.parameterTypes(complete);
        return List.of(new Filled(complete, Filled.Draw.TYPICAL, 1, List.of()));
      } catch (SQLException e) {
        // Perhaps it is understood in another way; what fills in says why not.
      }
    }
    return varied ? filler.fillVaried(sql) : List.of(filler.fill(sql));
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

  /** What the statement has in common with itself in other runs; a few of its digits do. */
  private String id(String digits) {
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
