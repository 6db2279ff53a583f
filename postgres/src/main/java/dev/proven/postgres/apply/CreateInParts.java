package dev.proven.postgres.apply;

import dev.proven.core.apply.Enactment.Refused;
import dev.proven.core.journal.Journal;
import dev.proven.postgres.Gently;
import dev.proven.postgres.IndexParts;
import dev.proven.postgres.PartsMaker;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.PostgresUndo;
import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * A new index on a partitioned table of a database in use, made on one partition after the other.
 * The server has no single statement for it that lets others write.
 *
 * @param target the database
 * @param index what is to be made
 * @param body the index as the server spells it; empty where that is not known
 */
record CreateInParts(PostgresTarget target, NewIndex index, String body) {
  /** So many partitions are shown; the others are made alike. */
  private static final int MOST_SHOWN = 4;

  private static final String OBSTACLES =
      """
      WITH RECURSIVE tree AS (
        SELECT to_regclass(?)::oid AS oid, false AS leaving
        UNION ALL
        SELECT h.inhrelid, coalesce((to_jsonb(h) ->> 'inhdetachpending')::bool, false) FROM tree t
        JOIN pg_class p ON p.oid = t.oid AND p.relkind = 'p'
        JOIN pg_inherits h ON h.inhparent = t.oid)
      SELECT format('%I.%I', n.nspname, c.relname) || CASE
          WHEN c.relkind = 'f' THEN ' is foreign: PostgreSQL has indexes of local tables only, and'
            || ' without one on each partition the index on the table never becomes valid.'
          WHEN t.leaving THEN ' is being detached.'
          WHEN NOT pg_has_role(c.relowner, 'USAGE')
            THEN ' belongs to ' || pg_get_userbyid(c.relowner) || ', whose rights the role lacks.'
          ELSE ' is in a schema in which the role may not create.' END
      FROM tree t JOIN pg_class c ON c.oid = t.oid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'f' OR t.leaving OR NOT pg_has_role(c.relowner, 'USAGE')
        OR NOT has_schema_privilege(n.oid, 'CREATE')
      ORDER BY 1 LIMIT 1
      """;

  /** Why it cannot be made on each partition; empty if it can. */
  static Optional<Refused> refusal(Connection connection, NewIndex index) throws SQLException {
    if (index.unique()) {
      return Optional.of(
          new Refused(
              "An index that keeps the keys of the partitioned table "
                  + index.qualifiedTable()
                  + " unique is not made by Proven.",
              "Make it by hand."));
    }
    return Sql.text(connection, OBSTACLES, index.qualifiedTable())
        .map(why ->
            new Refused(
                "The partitioned table "
                    + index.qualifiedTable()
                    + " cannot be indexed as a whole: its partition "
                    + why,
                "Remove the cause and apply again, or index the other partitions by hand."));
  }

  private IndexParts parts(Connection connection) throws SQLException {
    return IndexParts.of(connection, index.schema(), index.table(), index.name(), List.of());
  }

  /** The statements that make it; of many partitions those of some. */
  String script(Connection connection) throws SQLException {
    var parts = parts(connection);
    var script = new StringBuilder();
    parts.parts().stream()
        .filter(p -> !p.stored())
        .forEach(p -> script.append(statements(parts, p)));
    parts.parts().stream()
        .filter(IndexParts.Part::stored)
        .limit(MOST_SHOWN)
        .forEach(p -> script.append(statements(parts, p)));
    long others = parts.parts().stream().filter(IndexParts.Part::stored).count() - MOST_SHOWN;
    return others > 0
        ? script + "-- and so on for %d more partitions".formatted(others)
        : script.toString().strip();
  }

  private String statements(IndexParts parts, IndexParts.Part part) {
    var attach = part.under() >= 0 ? "\n" + parts.attach(part) + ";" : "";
    return part.create(index.body(), true) + ";" + attach + "\n";
  }

  String undo() {
    return "DROP INDEX " + index.qualifiedName() + ";";
  }

  /** Every name is in the journal before the first part is made. */
  @SuppressWarnings("MustBeClosedChecker") // it stays in force; the journal holds the undo
  void attempt(Gently gently, Journal journal) throws Exception {
    var parts = parts(gently.connection());
    journal.refine(
        PostgresUndo.dropIndex(target, parts, body, 0),
        () -> {
          var made = new PartsMaker(parts, index.body(), gently).make();
          return PostgresUndo.dropIndex(target, parts, made.body(), made.oid());
        });
  }
}
