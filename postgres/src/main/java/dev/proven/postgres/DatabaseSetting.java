package dev.proven.postgres;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.journal.Journal;
import dev.proven.core.journal.Undo;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** What ALTER DATABASE gives to all sessions of one database. */
public final class DatabaseSetting {
  private static final String GIVEN =
      """
      SELECT substr(c, length(?) + 2) FROM pg_db_role_setting s
      JOIN pg_database d ON d.oid = s.setdatabase, unnest(s.setconfig) c
      WHERE s.setrole = 0 AND d.datname = ? AND starts_with(c, ? || '=')
      """;

  private DatabaseSetting() {}

  /** Sets it in a target's database, for the sessions that begin from now on. */
  @MustBeClosed
  public static Undo set(PostgresTarget target, String setting, String value, Journal journal)
      throws Exception {
    var database = target.address().database();
    try (var connection = target.connectForChange()) {
      var undo = PostgresUndo.setInDatabase(target, setting, read(connection, database, setting));
      return journal.apply(
          undo, () -> Sql.execute(connection, statement(database, setting, Optional.of(value))));
    }
  }

  /** The value that a database was given, or none. */
  public static Optional<String> read(Connection connection, String database, String setting)
      throws SQLException {
    return Sql.text(connection, GIVEN, setting, database, setting);
  }

  /** Sets, or for no value resets, one setting of a database. */
  public static String statement(String database, String setting, Optional<String> value) {
    return "ALTER DATABASE "
        + Sql.identifier(database)
        + value
            .map(v -> " SET " + Sql.identifier(setting) + " = " + Sql.literal(v))
            .orElse(" RESET " + Sql.identifier(setting));
  }
}
