package dev.proven.postgres;

import dev.proven.core.Problem;
import dev.proven.core.Workload;
import dev.proven.core.experiment.Part;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Holds the tables that a workload touches in one database against those of another one: their
 * columns with their types, and their indexes, since an index that only one of them has would make
 * the gain of another index look larger or smaller than it is.
 */
final class SchemaComparison {
  private static final int MOST_TOLD = 8;

  /** A plan names neither the views that it came from nor what partitions belong to. */
  private static final String TABLES =
      """
      SELECT format('%s.%s', n.nspname, c.relname)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relpersistence <> 't'
        AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_toast'
        AND (c.relname = ANY (?) AND c.relkind IN ('p', 'v') OR c.relname = ANY (?)
          OR format('%s.%s', n.nspname, c.relname) = ANY (?))
      """;

  private static final String CONTENTS =
      """
      SELECT format('table %I.%I', n.nspname, c.relname),
        CASE c.relkind WHEN 'r' THEN 'a table' WHEN 'p' THEN 'a partitioned table'
          WHEN 'v' THEN 'a view' WHEN 'm' THEN 'a materialized view' ELSE 'a foreign table' END
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE format('%s.%s', n.nspname, c.relname) = ANY (?) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
      UNION ALL
      SELECT format('column %I.%I.%I', n.nspname, c.relname, a.attname),
        format_type(a.atttypid, a.atttypmod)
          || CASE WHEN a.attcollation <> 0 AND a.attcollation <> t.typcollation
            THEN ' COLLATE ' || a.attcollation::regcollation ELSE '' END
          || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
          || CASE WHEN a.attgenerated <> '' THEN ' GENERATED' ELSE '' END
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        JOIN pg_type t ON t.oid = a.atttypid
      WHERE format('%s.%s', n.nspname, c.relname) = ANY (?) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
      UNION ALL
      SELECT format('index %I.%I', n.nspname, x.relname), pg_get_indexdef(i.indexrelid)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_index i ON i.indrelid = c.oid AND i.indisvalid
        JOIN pg_class x ON x.oid = i.indexrelid
      WHERE format('%s.%s', n.nspname, c.relname) = ANY (?)
      """;

  private SchemaComparison() {}

  /**
   * Compares them.
   *
   * @throws Problem usage, naming what differs
   */
  static void mustBeEqual(PostgresTarget target, PostgresTarget source, Workload workload) {
    try (var session = PlanSession.open(target);
        var other = source.connect()) {
      var touched = touched(session, workload.parts());
      var differences =
          differences(contents(session.connection(), touched), contents(other, touched));
      if (!differences.isEmpty()) {
        throw different(target, source, differences);
      }
    } catch (SQLException e) {
      throw Problem.unreachable(
              "The schemas of "
                  + target.name()
                  + " and "
                  + source.name()
                  + " could not be compared: "
                  + e.getMessage(),
              "Check that both servers still run and what the roles may read.")
          .causedBy(e);
    }
  }

  private static Problem different(
      PostgresTarget target, PostgresTarget source, List<String> differences) {
    int more = differences.size() - MOST_TOLD;
    return Problem.usage(
        "The proof source "
            + source.name()
            + " has not the schema of "
            + target.name()
            + " where the workload touches it: "
            + String.join("; ", differences.subList(0, Math.min(MOST_TOLD, differences.size())))
            + (more > 0 ? "; and " + more + " more" : "")
            + ".",
        "Make it anew from the target as it is now, or make these equal; nothing was measured.");
  }

  /** Names of tables with their schema: those in plans, and the views that texts mention. */
  private static Set<String> touched(PlanSession session, List<Part> parts) throws SQLException {
    var words = new TreeSet<String>();
    var unplanned = new TreeSet<String>();
    var planned = new TreeSet<String>();
    for (var part : parts) {
      words.addAll(SqlWords.names(part.text()));
      try {
        planned.addAll(tables(session, part));
      } catch (SQLException e) {
        // What cannot be planned is looked for by the words of its text alone.
        unplanned.addAll(SqlWords.names(part.text()));
      }
    }
    var connection = session.connection();
    return new TreeSet<>(
        Sql.list(
            connection,
            r -> r.getString(1),
            TABLES,
            connection.createArrayOf("text", words.toArray()),
            connection.createArrayOf("text", unplanned.toArray()),
            connection.createArrayOf("text", planned.toArray())));
  }

  private static List<String> tables(PlanSession session, Part part) throws SQLException {
    var tables = new ArrayList<String>();
    for (var node : session.explain(part.text()).findParents("Relation Name")) {
      tables.add(node.path("Schema").asString("") + "." + node.get("Relation Name").asString());
    }
    return tables;
  }

  private static Map<String, String> contents(Connection connection, Set<String> tables)
      throws SQLException {
    // Definitions are printed without a schema that is searched.
    Sql.set(connection, "search_path", "pg_catalog");
    var names = connection.createArrayOf("text", tables.toArray());
    var contents = new TreeMap<String, String>();
    Sql.list(
        connection,
        r -> contents.put(r.getString(1), r.getString(2)),
        CONTENTS,
        names,
        names,
        names);
    return contents;
  }

  private static List<String> differences(Map<String, String> target, Map<String, String> source) {
    var differences = new ArrayList<String>();
    target.forEach((name, wanted) -> {
      var found = source.get(name);
      if (found == null) {
        differences.add(name + " is missing");
      } else if (!found.equals(wanted)) {
        differences.add(name + " is " + found + ", in the target " + wanted);
      }
    });
    source.keySet().stream()
        .filter(name -> !target.containsKey(name))
        .forEach(name -> differences.add(name + " is not in the target"));
    return differences;
  }
}
