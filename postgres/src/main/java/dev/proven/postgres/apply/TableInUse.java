package dev.proven.postgres.apply;

import dev.proven.core.apply.Enactment.Refused;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A table of a database in use, as far as the role may change its indexes.
 *
 * @param oid its number; 0 where there is no such table
 * @param kind as in pg_class.relkind; empty where there is no such table
 * @param owner name of the role that owns it
 * @param mine whether this role has the rights of the owner
 * @param mayCreate whether this role may create in the schema
 * @param readOnly whether the server, or this role, takes no changes
 */
record TableInUse(
    long oid, String kind, String owner, boolean mine, boolean mayCreate, boolean readOnly) {
  private static final TableInUse NONE = new TableInUse(0, "", "", false, false, false);

  private static final String QUERY =
      """
      SELECT c.oid, c.relkind, pg_get_userbyid(c.relowner),
        pg_has_role(c.relowner, 'USAGE'), has_schema_privilege(n.oid, 'CREATE'),
        pg_is_in_recovery() OR current_setting('transaction_read_only')::bool
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND c.relname = ?
      """;

  static TableInUse of(Connection connection, String schema, String table) throws SQLException {
    return Sql.list(
            connection,
            r ->
                new TableInUse(
                    r.getLong(1),
                    r.getString(2),
                    r.getString(3),
                    r.getBoolean(4),
                    r.getBoolean(5),
                    r.getBoolean(6)),
            QUERY,
            schema,
            table)
        .stream()
        .findFirst()
        .orElse(NONE);
  }

  boolean partitioned() {
    return kind.equals("p");
  }

  /**
   * Why none of its indexes can be changed; empty if they can.
   *
   * @param name quoted, with its schema
   */
  Optional<Refused> refusal(PostgresTarget target, String name) {
    var role = target.address().user();
    if (oid == 0) {
      return refused(
          "There is no table " + name + " in " + target.name() + ".",
          "Check that this is the database that was measured, or a later state of it.");
    }
    if (!kind.matches("[rmp]")) {
      return refused(name + " is no table that has indexes.", "Run again against this database.");
    }
    if (readOnly) {
      return refused(
          target.name() + " takes no changes: it is a standby, or the role is read-only.",
          "Name the primary with --url, as a role that may write.");
    }
    if (!mine) {
      return refused(
          "Role " + role + " does not own " + name + ", which belongs to " + owner + ".",
          "Apply as "
              + owner
              + ", or GRANT "
              + Sql.identifier(owner)
              + " TO "
              + Sql.identifier(role)
              + ";");
    }
    return Optional.empty();
  }

  private static Optional<Refused> refused(String why, String advice) {
    return Optional.of(new Refused(why, advice));
  }
}
