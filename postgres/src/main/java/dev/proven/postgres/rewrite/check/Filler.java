package dev.proven.postgres.rewrite.check;

import dev.proven.postgres.Sql;
import dev.proven.postgres.rewrite.catalog.ColumnFacts;
import dev.proven.postgres.rewrite.catalog.Relation;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Fills scratch tables with rows that keep to every constraint; rows that do not are left out. */
final class Filler {
  private final Scratch scratch;
  private final Pools pools;

  Filler(Scratch scratch, Pools pools) {
    this.scratch = scratch;
    this.pools = pools;
  }

  /** Empties all tables and fills them anew. */
  void fill(Profile profile) throws SQLException {
    var tables = scratch.tables();
    for (var table : tables.reversed()) {
      Sql.execute(scratch.connection(), "DELETE FROM " + Scratch.name(table));
    }
    for (var table : tables) {
      int rows = profile.rows();
      // A table that refers to itself finds only what is there already: so in two portions.
      insert(table, profile, (rows + 1) / 2);
      insert(table, profile, rows / 2);
    }
  }

  private void insert(Relation table, Profile profile, int rows) throws SQLException {
    var lines = new ArrayList<String>();
    for (int i = 0; i < rows; i++) {
      lines.add(row(table, profile));
    }
    if (lines.isEmpty() || table.columns().isEmpty()) {
      return;
    }
    var savepoint = scratch.connection().setSavepoint();
    try {
      Sql.execute(scratch.connection(), statement(table, lines));
    } catch (SQLException e) {
      // A check that fails for a value, not by it: without these rows, then.
      scratch.connection().rollback(savepoint);
    }
  }

  private String row(Relation table, Profile profile) {
    return table.columns().values().stream()
        .map(c -> value(table, c, profile))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private String value(Relation table, ColumnFacts column, Profile profile) {
    var pool = pools.of(table, column.name());
    if (pool.isEmpty() || (!column.notNull() && profile.isNull())) {
      return "NULL::text";
    }
    var group = pools.leader(new Pools.Cell(table.oid(), column.name()));
    return Sql.literal(profile.value(group, pool, pools.isKey(group))) + "::text";
  }

  private String statement(Relation table, List<String> lines) {
    var columns = List.copyOf(table.columns().keySet());
    var typed = new ArrayList<String>();
    var names = new ArrayList<String>();
    for (int i = 0; i < columns.size(); i++) {
      var column = table.columns().get(columns.get(i));
      names.add("v" + i);
      typed.add(
          "v.v"
              + i
              + "::"
              + (column == null ? "text" : column.type())
              + " AS "
              + Sql.identifier(columns.get(i)));
    }
    return "INSERT INTO "
        + Scratch.name(table)
        + " SELECT * FROM (SELECT "
        + String.join(", ", typed)
        + " FROM (VALUES "
        + String.join(", ", lines)
        + ") AS v("
        + String.join(", ", names)
        + ")) AS new_row"
        + conditions(table)
        + " ON CONFLICT DO NOTHING";
  }

  private String conditions(Relation table) {
    var all = new ArrayList<String>();
    table.checks().forEach(c -> all.add("(" + c + ") IS NOT FALSE"));
    for (var key : table.foreignKeys()) {
      scratch.tables().stream()
          .filter(p -> p.oid() == key.parent())
          .forEach(p -> all.add(refers(key.columns(), p, key.parentColumns())));
    }
    return all.isEmpty() ? "" : " WHERE " + String.join(" AND ", all);
  }

  private static String refers(List<String> columns, Relation parent, List<String> parentColumns) {
    var nulls =
        columns.stream()
            .map(c -> "new_row." + Sql.identifier(c) + " IS NULL")
            .collect(Collectors.joining(" OR "));
    var equal = new ArrayList<String>();
    for (int i = 0; i < columns.size(); i++) {
      equal.add(
          "parent."
              + Sql.identifier(parentColumns.get(i))
              + " = new_row."
              + Sql.identifier(columns.get(i)));
    }
    return "("
        + nulls
        + " OR EXISTS (SELECT FROM "
        + Scratch.name(parent)
        + " AS parent WHERE "
        + String.join(" AND ", equal)
        + "))";
  }
}
