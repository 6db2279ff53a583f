package dev.proven.postgres;

import dev.proven.core.Problem;
import dev.proven.core.ProofSource;
import dev.proven.core.ProvenOn;
import java.sql.SQLException;
import java.util.ArrayList;

/**
 * A database on whose clones experiments are carried out in place of the target.
 *
 * @param kind how it relates to the target
 * @param database opened
 */
record StandIn(ProofSource.Kind kind, PostgresTarget database) {

  /**
   * Opens what the user has named.
   *
   * @throws Problem usage, where it is the target itself, or nothing can be cloned there
   */
  static void open(PostgresTarget target, ProofSource named) {
    var login = Login.of(Address.parse(named.url()), named.credentials());
    if (login.address().name().equals(target.address().name())) {
      throw Problem.usage(
          "The proof source " + login.address().name() + " is the target itself.",
          "Name another database that holds the same schema, or leave the proof source out.");
    }
    var database = target.standIn(named.kind(), login);
    try (var connection = database.connect()) {
      CloneNeeds.checkRecovery(database, connection);
    } catch (SQLException e) {
      throw login.problem(e);
    }
  }

  /** As it stands in the record. */
  ProvenOn provenOn(PostgresTarget target) {
    var differences = new ArrayList<String>();
    if (database.majorVersion() != target.majorVersion()) {
      differences.add(
          "It runs PostgreSQL %d and the target %d, whose planners differ."
              .formatted(database.majorVersion(), target.majorVersion()));
    }
    return new ProvenOn(kind, database.name(), bytes(database), bytes(target), differences);
  }

  /** Of a whole database. */
  static long bytes(PostgresTarget target) {
    try (var connection = target.connect()) {
      return Sql.number(connection, "SELECT pg_database_size(current_database())");
    } catch (SQLException e) {
      throw target.login().problem(e);
    }
  }
}
