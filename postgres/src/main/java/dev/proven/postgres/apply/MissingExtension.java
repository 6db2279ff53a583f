package dev.proven.postgres.apply;

import dev.proven.core.apply.Enactment.Refused;
import dev.proven.core.journal.Journal;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.PostgresUndo;
import dev.proven.postgres.Sql;
import dev.proven.postgres.whatif.Extension;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * An extension that a new index needs and a database in use lacks. It is made before the index, and
 * its undo is on disk before it is committed.
 *
 * @param target the database
 * @param extension what is to be made
 */
record MissingExtension(PostgresTarget target, Extension extension) {
  private static final String AVAILABLE =
      "SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = ?)";

  private static final String NUMBER = "SELECT oid FROM pg_extension WHERE extname = ?";

  /** What the index needs and the database has not; empty where it has all. */
  static Optional<MissingExtension> of(PostgresTarget target, NewIndex index, Connection connection)
      throws SQLException {
    if (index.extension().isEmpty() || index.extension().get().isInstalled(connection)) {
      return Optional.empty();
    }
    return Optional.of(new MissingExtension(target, index.extension().get()));
  }

  /** Why the index cannot use the extension that is there; empty if it can, or there is none. */
  static Optional<Refused> elsewhere(NewIndex index, Connection connection) throws SQLException {
    if (index.extension().isEmpty()) {
      return Optional.empty();
    }
    var wanted = index.extension().get();
    return wanted
        .installedIn(connection)
        .filter(schema -> !schema.equals(wanted.schema()))
        .map(schema ->
            new Refused(
                "The extension "
                    + wanted.name()
                    + " lies in schema "
                    + schema
                    + " here, and in "
                    + wanted.schema()
                    + " where the index was measured.",
                "Run again against this database."));
  }

  /**
   * Makes it in the transaction that is open, to see whether the server would; the caller rolls
   * back.
   *
   * @return why it would not; empty if it would
   */
  Optional<Refused> trial(Connection connection) throws SQLException {
    if (!Sql.isTrue(connection, AVAILABLE, extension.name())) {
      return Optional.of(
          new Refused(
              "The index needs the extension " + extension.name() + ", which the server lacks.",
              "Install it there (on Debian and Red Hat it comes with postgresql-contrib), or apply"
                  + " the other changes by their IDs."));
    }
    try {
      Sql.execute(connection, extension.createAnew());
      return Optional.empty();
    } catch (SQLException e) {
      return Optional.of(
          new Refused(
              "The index needs the extension "
                  + extension.name()
                  + ", and role "
                  + target.address().user()
                  + " could not make it: "
                  + e.getMessage(),
              "As a superuser or the owner of the database: "
                  + extension.create()
                  + "; then apply again."));
    }
  }

  /** The statement that makes it, with its semicolon. */
  String script() {
    return extension.createAnew() + ";";
  }

  /** The statement that takes it back, with its semicolon. */
  String undo() {
    return "DROP EXTENSION " + Sql.identifier(extension.name()) + ";";
  }

  /**
   * Makes it, unless it is there by now. What is recorded is its number, and it is recorded before
   * the commit, so that an undo never takes away one that somebody else has made.
   *
   * @return whether it was made here
   */
  boolean make(Connection connection, Journal journal) throws Exception {
    if (extension.isInstalled(connection)) {
      return false;
    }
    connection.setAutoCommit(false);
    try {
      Sql.execute(connection, extension.createAnew());
      commit(connection, journal, Sql.number(connection, NUMBER, extension.name()));
    } catch (Exception e) {
      rollback(connection, e);
      throw e;
    }
    connection.setAutoCommit(true);
    return true;
  }

  @SuppressWarnings("MustBeClosedChecker") // it stays in force; the journal holds the undo
  private void commit(Connection connection, Journal journal, long oid) throws Exception {
    journal.apply(PostgresUndo.dropExtension(target, extension.name(), oid), connection::commit);
  }

  private static void rollback(Connection connection, Exception reason) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }
}
