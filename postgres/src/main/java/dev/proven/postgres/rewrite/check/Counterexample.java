package dev.proven.postgres.rewrite.check;

import dev.proven.postgres.Sql;
import dev.proven.postgres.rewrite.catalog.Relation;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A database that tells two texts apart, made as small as taking rows away one by one makes it. */
final class Counterexample {
  private static final int ROUNDS = 3;
  private static final int MOST_ROWS = 12;

  private final Scratch scratch;
  private final Duel duel;
  private final boolean redrawn;

  Counterexample(Scratch scratch, Duel duel, boolean redrawn) {
    this.scratch = scratch;
    this.duel = duel;
    this.redrawn = redrawn;
  }

  /** Its rows and what both texts answer to them, in words. */
  String smallest() throws SQLException {
    boolean less = true;
    for (int round = 0; round < ROUNDS && less; round++) {
      less = false;
      for (var table : scratch.tables().reversed()) {
        for (var row : rows(table, "ctid::text")) {
          less |= canGo(table, row);
        }
      }
    }
    return describe();
  }

  private boolean canGo(Relation table, String row) throws SQLException {
    var connection = scratch.connection();
    var savepoint = connection.setSavepoint();
    try {
      Sql.execute(
          connection,
          "DELETE FROM " + Scratch.name(table) + " WHERE ctid = " + Sql.literal(row) + "::tid");
      if (duel.run().difference().isPresent()) {
        return true;
      }
    } catch (SQLException e) {
      // Something refers to the row: it stays.
    }
    connection.rollback(savepoint);
    return false;
  }

  private List<String> rows(Relation table, String expression) throws SQLException {
    return Sql.list(
        scratch.connection(),
        r -> r.getString(1),
        "SELECT " + expression + " FROM " + Scratch.name(table) + " AS the_row LIMIT 60");
  }

  private String describe() throws SQLException {
    var tables = new ArrayList<String>();
    for (var table : scratch.tables()) {
      var rows = rows(table, "row_to_json(the_row)::text");
      tables.add(table.name() + (rows.isEmpty() ? " is empty" : " holds " + shown(rows)));
    }
    var difference = duel.run().difference().orElse("the answers differ");
    return "Where "
        + String.join("; ", tables)
        + (duel.hasTimeZone() ? ", in the time zone " + scratch.timeZone() : "")
        + (redrawn ? ", and the statement is " + duel.text().replaceAll("\\s+", " ") : "")
        + ": "
        + difference
        + ".";
  }

  private static String shown(List<String> rows) {
    var text = rows.stream().limit(MOST_ROWS).collect(Collectors.joining(", "));
    return rows.size() > MOST_ROWS ? text + " and more" : text;
  }
}
