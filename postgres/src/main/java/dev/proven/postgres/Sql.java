package dev.proven.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Quoting and one-line queries. */
public final class Sql {
  /** Stands in each of our own queries, so that they can be told from the application's. */
  static final String MARK = "/*proven*/";

  /** How the session that reads a workload prepares, explains and forgets statements. */
  static final String OWN_UTILITY =
      "^(PREPARE|DEALLOCATE) proven_(statement|explain)|^EXPLAIN [(]VERBOSE, COSTS OFF, FORMAT JSON[)]"
          + "|^EXPLAIN [(]FORMAT JSON, VERBOSE[)]";

  private static final Pattern OWN = Pattern.compile(OWN_UTILITY);

  private Sql() {}

  /** Whether it is a statement of Proven's own, as far as its text tells. */
  public static boolean isOwn(String statement) {
    return statement.contains(MARK) || OWN.matcher(statement).find();
  }

  /** Makes a value of one row of a result. */
  @FunctionalInterface
  public interface Row<V extends @Nullable Object> {
    V of(ResultSet row) throws SQLException;
  }

  /** The name as an identifier in SQL. */
  public static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A schema's object as an identifier in SQL. */
  public static String identifier(String schema, String name) {
    return identifier(schema) + "." + identifier(name);
  }

  /** The text as a literal in SQL, whatever standard_conforming_strings says. */
  public static String literal(String text) {
    var doubled = text.replace("'", "''");
    return text.contains("\\") ? " E'" + doubled.replace("\\", "\\\\") + "'" : "'" + doubled + "'";
  }

  /** The highest number of a parameter ({@code $1}) in a statement; 0 where there is none. */
  public static int parameters(String statement) {
    var numbers = SqlText.parameters(statement);
    return numbers.isEmpty() ? 0 : numbers.last();
  }

  /** All rows of a query; each {@code ?} stands for one of the arguments. */
  public static <V> List<V> list(Connection connection, Row<V> row, String query, Object... args)
      throws SQLException {
    try (var statement = connection.prepareStatement(marked(query))) {
      for (int i = 0; i < args.length; i++) {
        statement.setObject(i + 1, args[i]);
      }
      try (var result = statement.executeQuery()) {
        var values = new ArrayList<V>();
        while (result.next()) {
          values.add(row.of(result));
        }
        return values;
      }
    }
  }

  /** Behind the first word, since a server that records statements cuts what stands before it. */
  private static String marked(String query) {
    return query.replaceFirst("^\\s*\\w+", "$0 " + MARK);
  }

  /** The first column of the first row as text; empty for no row or NULL. */
  public static Optional<String> text(Connection connection, String query, Object... args)
      throws SQLException {
    return list(connection, r -> Optional.ofNullable(r.getString(1)), query, args).stream()
        .findFirst()
        .flatMap(v -> v);
  }

  /** Whether the first column of the first row is true. */
  public static boolean isTrue(Connection connection, String query, Object... args)
      throws SQLException {
    return text(connection, query, args).map("t"::equals).orElse(false);
  }

  /** The first column of the first row as a number; 0 for no row. */
  public static long number(Connection connection, String query, Object... args)
      throws SQLException {
    return text(connection, query, args).map(Long::parseLong).orElse(0L);
  }

  /**
   * Sets a parameter of the session. As a marked query, because SET would be recorded as if the
   * application had sent it.
   */
  public static void set(Connection connection, String parameter, String value)
      throws SQLException {
    list(connection, r -> r.getString(1), "SELECT set_config(?, ?, false)", parameter, value);
  }

  /**
   * Carries the statement out as it stands: no {@code ?} and no {@code {fn}} mean anything. A SET
   * is marked as ours, since whoever reads the server's log would take it for the application's.
   */
  public static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql.startsWith("SET ") ? marked(sql) : sql);
    }
  }
}
