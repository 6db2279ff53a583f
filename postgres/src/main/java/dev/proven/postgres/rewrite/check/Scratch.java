package dev.proven.postgres.rewrite.check;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.Sql;
import dev.proven.postgres.rewrite.catalog.Relation;
import dev.proven.postgres.rewrite.sql.From;
import dev.proven.postgres.rewrite.sql.Query;
import dev.proven.postgres.rewrite.sql.Rebuild;
import dev.proven.postgres.rewrite.sql.Scan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Empty tables like those of a statement, with the keys and NOT NULLs that the catalog promises and
 * no others, in a schema of their own and in a transaction that is rolled back: the types, the
 * functions, the collations and the time zone are the very ones of the database, and nothing stays.
 */
final class Scratch implements AutoCloseable {
  private static final String SCHEMA = "proven_scratch";

  private final Connection connection;
  private final Map<Relation, Relation> copies = new LinkedHashMap<>();
  private String timeZone = "";

  private Scratch(Connection connection) {
    this.connection = connection;
  }

  /** Tables for a statement, on a copy of its database. */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // the connection is the scratch's, which closes it
  static Scratch of(PostgresTarget copy, Query query) throws SQLException {
    var connection = copy.connect();
    try {
      connection.setAutoCommit(false);
      Sql.execute(connection, "SET LOCAL statement_timeout = '30s'; SET LOCAL jit = off");
      // What is drawn from the tables is the same the next time.
      Sql.execute(
          connection,
          "SET LOCAL synchronize_seqscans = off; SET LOCAL max_parallel_workers_per_gather = 0");
      Sql.execute(connection, "CREATE SCHEMA " + SCHEMA);
      var scratch = new Scratch(connection);
      scratch.make(query);
      return scratch;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private void make(Query query) throws SQLException {
    var names = new HashSet<String>();
    for (var source : Scan.of(query).sources()) {
      if (source instanceof From.Table t && !copies.containsKey(t.relation())) {
        copies.put(t.relation(), copy(t.relation(), free(t.relation().name(), names)));
      }
    }
    for (var relation : copies.keySet()) {
      create(relation, copies.get(relation));
    }
    for (var relation : copies.keySet()) {
      refer(relation, copies.get(relation));
    }
  }

  private static String free(String wanted, java.util.Set<String> names) {
    var name = wanted;
    for (int i = 2; !names.add(name); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }

  private static Relation copy(Relation r, String name) {
    return new Relation(
        r.oid(), SCHEMA, name, r.columns(), r.keys(), r.foreignKeys(), r.checks(), r.rowSecurity());
  }

  private void create(Relation from, Relation table) throws SQLException {
    var name = name(table);
    Sql.execute(
        connection,
        "CREATE TABLE "
            + name
            + " AS SELECT * FROM "
            + Sql.identifier(from.schema(), from.name())
            + " WITH NO DATA");
    for (var column : table.columns().values()) {
      if (column.notNull()) {
        Sql.execute(
            connection,
            "ALTER TABLE " + name + " ALTER " + Sql.identifier(column.name()) + " SET NOT NULL");
      }
    }
    for (var key : table.keys()) {
      Sql.execute(connection, "ALTER TABLE " + name + " ADD UNIQUE (" + list(key) + ")");
    }
  }

  private void refer(Relation from, Relation table) throws SQLException {
    for (var key : from.foreignKeys()) {
      for (var parent : copies.values()) {
        if (parent.oid() == key.parent()) {
          Sql.execute(
              connection,
              "ALTER TABLE "
                  + name(table)
                  + " ADD FOREIGN KEY ("
                  + list(key.columns())
                  + ") REFERENCES "
                  + name(parent)
                  + " ("
                  + list(key.parentColumns())
                  + ")");
        }
      }
    }
  }

  /** Sets what dates and times depend on, for all that follows. */
  void timeZone(String zone) throws SQLException {
    Sql.execute(connection, "SET LOCAL timezone = " + Sql.literal(zone));
    timeZone = zone;
  }

  String timeZone() {
    return timeZone;
  }

  static String list(List<String> columns) {
    return columns.stream().map(Sql::identifier).collect(Collectors.joining(", "));
  }

  static String name(Relation table) {
    return Sql.identifier(table.schema(), table.name());
  }

  Connection connection() {
    return connection;
  }

  /** The copies, those before that others refer to. */
  List<Relation> tables() {
    return Parents.first(List.copyOf(copies.values()));
  }

  /** The tables that the copies were made of. */
  List<Relation> originals() {
    return List.copyOf(copies.keySet());
  }

  /** The statement over the copies. */
  Query over(Query query) {
    return new Rebuild() {
      @Override
      protected From from(From from) {
        if (from instanceof From.Table t) {
          var copy = copies.get(t.relation());
          return copy == null ? t : new From.Table(copy, SCHEMA, t.alias(), t.written());
        }
        return super.from(from);
      }
    }.query(query);
  }

  @Override
  public void close() {
    try {
      connection.rollback();
      connection.close();
    } catch (SQLException e) {
      // A connection that cannot be closed is gone already, and its transaction with it.
    }
  }
}
