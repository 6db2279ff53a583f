package dev.proven.postgres;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Json;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import org.postgresql.util.PSQLException;
import tools.jackson.databind.JsonNode;

/**
 * A session that parses and plans statements and never executes one. It needs no more than the
 * right to read, speaks the simple protocol, because {@code PREPARE} with unbound {@code $1} needs
 * that, and is read-only to the server as well.
 */
final class PlanSession implements AutoCloseable {
  private static final String PREPARE = "PREPARE proven_statement AS ";

  private final Connection connection;

  private PlanSession(Connection connection) {
    this.connection = connection;
  }

  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // the connection is the session's, which closes it
  static PlanSession open(PostgresTarget target) throws SQLException {
    var connection = target.connectSimple();
    try {
      Sql.set(connection, "default_transaction_read_only", "on");
      Sql.set(connection, "statement_timeout", "30s");
      Sql.set(connection, "plan_cache_mode", "force_generic_plan");
      return new PlanSession(connection);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  Connection connection() {
    return connection;
  }

  /**
   * The types of a statement's parameters, as the server infers them; checks its syntax, and that
   * what it names exists. Needs no right on the tables.
   */
  List<String> parameterTypes(String sql) throws SQLException {
    prepare(sql);
    try {
      return Sql.list(
          connection,
          r -> r.getString(1),
          "SELECT t.name::text FROM pg_prepared_statements p,"
              + " unnest(p.parameter_types) WITH ORDINALITY t(name, n)"
              + " WHERE p.name = 'proven_statement' ORDER BY t.n");
    } finally {
      deallocate();
    }
  }

  /** The plan for parameters that are not known: conditions still hold {@code $1}. */
  JsonNode genericPlan(String sql, int parameters) throws SQLException {
    prepare(sql);
    try {
      var nulls = String.join(", ", Collections.nCopies(parameters, "NULL"));
      return explain("EXECUTE proven_statement" + (parameters == 0 ? "" : "(" + nulls + ")"));
    } finally {
      deallocate();
    }
  }

  /** The plan of a statement without parameters. */
  JsonNode explain(String sql) throws SQLException {
    return explain("EXPLAIN (VERBOSE, COSTS OFF, FORMAT JSON) ", sql);
  }

  /** What the planner believes that a statement costs, for any parameters, in its own unit. */
  double cost(String sql, int parameters) throws SQLException {
    var explain = "EXPLAIN (FORMAT JSON, VERBOSE) ";
    if (parameters == 0) {
      return explain(explain, sql).get("Total Cost").asDouble();
    }
    prepare(sql);
    try {
      var nulls = String.join(", ", Collections.nCopies(parameters, "NULL"));
      var execute = "EXECUTE proven_statement(" + nulls + ")";
      return explain(explain, execute).get("Total Cost").asDouble();
    } finally {
      deallocate();
    }
  }

  private JsonNode explain(String explain, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      try (var result = statement.executeQuery(explain + sql)) {
        result.next();
        return Json.mapper().readTree(result.getString(1)).get(0).get("Plan");
      }
    }
  }

  private void prepare(String sql) throws SQLException {
    Sql.execute(connection, PREPARE + sql);
  }

  private void deallocate() throws SQLException {
    Sql.execute(connection, "DEALLOCATE proven_statement");
  }

  /** How many lines below the statement's first its error is, 0 where the server does not say. */
  static int linesDown(SQLException e, String sql) {
    if (e instanceof PSQLException p && p.getServerErrorMessage() != null) {
      int position = p.getServerErrorMessage().getPosition() - 1 - PREPARE.length();
      if (position > 0 && position <= sql.length()) {
        return (int) sql.codePoints().limit(position).filter(c -> c == '\n').count();
      }
    }
    return 0;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
