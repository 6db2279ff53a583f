package dev.proven.postgres.whatif;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Session;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Makes a twin of a database from what its catalog tells: the same schema without rows, the same
 * statistics, files of the same size. The database is only read.
 */
final class TwinBuilder {
  /** Nothing that is asked of the target waits long for a lock or takes long itself. */
  private static final String CAREFUL =
      "SET default_transaction_read_only = on; SET lock_timeout = '2s';"
          + " SET statement_timeout = '60s'";

  /** Every name is printed with its schema, and every value so that it can be read again. */
  private static final String PLAIN =
      "SET search_path = ''; SET DateStyle = 'ISO'; SET IntervalStyle = 'postgres';"
          + " SET extra_float_digits = 1; SET bytea_output = 'hex'";

  private final PostgresTarget source;
  private final LeftOut leftOut = new LeftOut();

  TwinBuilder(PostgresTarget source) {
    this.source = source;
  }

  LeftOut leftOut() {
    return leftOut;
  }

  /** What a twin consists of. */
  record Built(TwinServer server, RelationSizes sizes, Map<String, String> settings) {}

  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // the server is the caller's, which closes it
  Built build(Session session) throws SQLException, IOException {
    try (var target = source.connect()) {
      Sql.execute(target, CAREFUL);
      doNotCount(target);
      var settings = PlannerSettings.read(target);
      Sql.execute(target, PLAIN);
      var locale = DatabaseLocale.read(target, source.majorVersion());
      var server = TwinServer.start(session, locale, leftOut);
      try {
        session.progress().stage("Making an empty twin of " + source.name());
        return new Built(server, fill(server, target), settings);
      } catch (SQLException | IOException | RuntimeException e) {
        server.close();
        throw e;
      }
    }
  }

  /** What is looked up here is no use of an index. */
  private static void doNotCount(Connection target) {
    try {
      Sql.execute(target, "SET track_counts = off");
    } catch (SQLException e) {
      // The role may not; EndPoints cares for that.
    }
  }

  private RelationSizes fill(TwinServer server, Connection target)
      throws SQLException, IOException {
    int version = source.majorVersion();
    try (var owner = server.owner();
        var admin = server.admin()) {
      Sql.execute(owner, PLAIN);
      Sql.execute(owner, "SET check_function_bodies = off");
      Unmakable.name(target, leftOut);
      var runner = new PieceRunner(owner, admin, leftOut);
      runner.make(SchemaPieces.read(target, version));
      runner.make(TablePieces.read(target, missingTypes(target, owner), leftOut));
      EndPoints.copy(target, owner);
      runner.make(IndexPieces.indexes(target));
      runner.make(IndexPieces.children(target));
      runner.make(IndexPieces.constraints(target));
      runner.make(IndexPieces.rest(target));
      // They hold in the target, which is what the planner wants to know.
      Sql.execute(admin, "UPDATE pg_constraint SET convalidated = true WHERE NOT convalidated");
      new StatisticsImport(owner, leftOut).copy(target, version);
      ExtendedImport.copy(target, version, admin, leftOut);
      server.forgetPages();
      var sizes = new RelationSizes(server);
      sizes.pretend(owner, RelationFacts.read(target, version));
      return sizes;
    }
  }

  private static Set<String> missingTypes(Connection target, Connection owner) throws SQLException {
    var types = owner.createArrayOf("text", TablePieces.types(target).toArray());
    return new HashSet<>(
        Sql.list(
            owner,
            r -> r.getString(1),
            "SELECT t FROM unnest(?::text[]) t WHERE to_regtype(t) IS NULL",
            types));
  }
}
