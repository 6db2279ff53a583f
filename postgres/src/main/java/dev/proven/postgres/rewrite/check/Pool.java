package dev.proven.postgres.rewrite.check;

import dev.proven.postgres.Sql;
import dev.proven.postgres.rewrite.catalog.ColumnFacts;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/**
 * The values that one column may get, all of which its type accepts.
 *
 * @param asked those that the statement asks for
 * @param beside their neighbours
 * @param ordinary those of the type, and some of the real ones
 * @param extreme those that are seldom thought of
 * @param serial many that are all different, for the keys of rows
 */
record Pool(
    List<String> asked,
    List<String> beside,
    List<String> ordinary,
    List<String> extreme,
    List<String> serial) {
  static final Pool EMPTY = new Pool(List.of(), List.of(), List.of(), List.of(), List.of());

  /** From this major version on the server tells whether a text is a value of a type. */
  private static final int TELLS_VALIDITY = 16;

  /** The values of a column that the server accepts. */
  static Pool of(
      ColumnFacts column, Collection<String> constants, Collection<String> real, Connection c)
      throws SQLException {
    var beside = new LinkedHashSet<String>();
    constants.forEach(v -> beside.addAll(Samples.beside(v, column)));
    beside.addAll(Samples.between(constants, column));
    beside.removeAll(constants);
    var ordinary = new LinkedHashSet<>(real);
    ordinary.addAll(Samples.ordinary(column));
    return new Pool(
        accepted(constants, column, c),
        accepted(beside, column, c),
        accepted(ordinary, column, c),
        accepted(Samples.extreme(column), column, c),
        accepted(Samples.serial(column), column, c));
  }

  private static List<String> accepted(
      Collection<String> values, ColumnFacts column, Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseMajorVersion() >= TELLS_VALIDITY
        ? acceptedAtOnce(values, column, connection)
        : acceptedOneByOne(values, column, connection);
  }

  private static List<String> acceptedAtOnce(
      Collection<String> values, ColumnFacts column, Connection connection) throws SQLException {
    return Sql.list(
        connection,
        r -> r.getString(1),
        "SELECT v FROM unnest(?::text[]) WITH ORDINALITY AS u(v, n)"
            + " WHERE pg_input_is_valid(v, ?) ORDER BY n",
        connection.createArrayOf("text", values.toArray()),
        column.type());
  }

  private static List<String> acceptedOneByOne(
      Collection<String> values, ColumnFacts column, Connection connection) throws SQLException {
    var accepted = new ArrayList<String>();
    for (var value : values) {
      var savepoint = connection.setSavepoint();
      try {
        var cast = "SELECT (" + Sql.literal(value) + "::" + column.type() + ") IS NULL";
        if (!Sql.isTrue(connection, cast)) {
          accepted.add(value);
        }
        connection.releaseSavepoint(savepoint);
      } catch (SQLException e) {
        connection.rollback(savepoint);
      }
    }
    return accepted;
  }

  /** Some of the values that really are in a column, in text form. */
  static List<String> real(String table, String column, Connection connection) throws SQLException {
    var savepoint = connection.setSavepoint();
    try {
      return Sql.list(
          connection,
          r -> r.getString(1),
          String.format(
              Locale.ROOT,
              "SELECT DISTINCT v FROM (SELECT %s::text AS v FROM %s LIMIT 50) s"
                  + " WHERE v IS NOT NULL AND length(v) < 200 LIMIT 4",
              Sql.identifier(column),
              table));
    } catch (SQLException e) {
      return List.of();
    } finally {
      connection.rollback(savepoint);
    }
  }

  boolean holds(String value) {
    return asked.contains(value)
        || beside.contains(value)
        || ordinary.contains(value)
        || extreme.contains(value)
        || serial.contains(value);
  }

  boolean isEmpty() {
    return asked.isEmpty() && ordinary.isEmpty();
  }
}
