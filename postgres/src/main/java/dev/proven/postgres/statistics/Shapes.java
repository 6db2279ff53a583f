package dev.proven.postgres.statistics;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.experiment.Part;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.Sql;
import dev.proven.postgres.index.Explainer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the planner of a copy would do for statements, without any number; in one transaction, which
 * is never committed by this.
 *
 * @param target whose texts are sent
 * @param connection not in autocommit mode
 */
record Shapes(PostgresTarget target, Connection connection) implements AutoCloseable {

  /** In a session whose plans are those of one process, as they are where CPU time is measured. */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // the connection is this object's, which closes it
  static Shapes on(PostgresTarget target) throws SQLException {
    var connection = target.connect();
    try {
      Explainer.plainPlans(connection);
      Sql.set(connection, "statement_timeout", "60s");
      connection.setAutoCommit(false);
      return new Shapes(target, connection);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** By part id; without those that the server cannot plan. */
  Map<String, String> of(List<Part> parts) throws SQLException {
    var shapes = new TreeMap<String, String>();
    var explainer = new Explainer(connection);
    for (var part : target.texts().of(parts)) {
      var savepoint = connection.setSavepoint();
      try {
        shapes.put(part.id(), explainer.explain(part.text()).shape());
        connection.releaseSavepoint(savepoint);
      } catch (SQLException e) {
        connection.rollback(savepoint);
      }
    }
    return shapes;
  }

  @Override
  public void close() throws SQLException {
    connection.rollback();
    connection.close();
  }
}
