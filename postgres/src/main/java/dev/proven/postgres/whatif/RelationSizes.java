package dev.proven.postgres.whatif;

import dev.proven.postgres.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The sizes that a twin's tables and indexes pretend to have. */
final class RelationSizes {
  private static final String FILES =
      """
      SELECT n.nspname, c.relname, pg_relation_filepath(c.oid)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'i') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      """;

  private final TwinServer server;
  private final Map<QualifiedName, RelationFacts> facts = new LinkedHashMap<>();
  private final Map<QualifiedName, RelationFile> files = new HashMap<>();
  private final Map<QualifiedName, Long> truePages = new HashMap<>();

  RelationSizes(TwinServer server) {
    this.server = server;
  }

  /** Gives each relation that exists in the twin its size, and btrees their height. */
  void pretend(Connection owner, Collection<RelationFacts> relations)
      throws SQLException, IOException {
    Sql.list(
        owner,
        r ->
            files.put(
                new QualifiedName(r.getString(1), r.getString(2)), server.file(r.getString(3))),
        FILES);
    for (RelationFacts relation : relations) {
      if (relation.kind().equals("p") || relation.kind().equals("I")) {
        facts.put(relation.name(), relation);
        count(owner, relation);
      }
      var file = files.get(relation.name());
      if (file != null) {
        facts.put(relation.name(), relation);
        truePages.put(relation.name(), file.pages());
        count(owner, relation);
        BtreePages.raise(file, relation.height());
        file.resize(Math.max(relation.pages(), file.pages()));
      }
    }
  }

  /** Writes what VACUUM and ANALYZE would have counted. */
  private static void count(Connection owner, RelationFacts relation) throws SQLException {
    Sql.list(
        owner,
        r -> r.getBoolean(1),
        "SELECT pg_restore_relation_stats('schemaname', ?::text, 'relname', ?::text,"
            + " 'relpages', ?::integer, 'reltuples', ?::real, 'relallvisible', ?::integer,"
            + " 'relallfrozen', ?::integer)",
        relation.name().schema(),
        relation.name().name(),
        (int) relation.countedPages(),
        (float) relation.countedRows(),
        (int) relation.visiblePages(),
        (int) relation.frozenPages());
  }

  /** Cuts a table down to the pages that it really has, so that an index on it is made at once. */
  void shrink(QualifiedName table) throws IOException {
    var file = files.get(table);
    if (file != null) {
      file.resize(Objects.requireNonNull(truePages.get(table)));
    }
  }

  /** Takes that back, and what making an index has counted in the table. */
  void grow(Connection owner, QualifiedName table) throws IOException, SQLException {
    var relation = facts.get(table);
    var file = files.get(table);
    if (relation != null && file != null) {
      file.resize(Math.max(relation.pages(), file.pages()));
      count(owner, relation);
    }
  }

  /** Gives a new index the extent that it would have. */
  void pretend(Connection owner, QualifiedName index, Extent extent, boolean btree, double rows)
      throws SQLException, IOException {
    var path =
        Sql.text(owner, "SELECT pg_relation_filepath(?::text::regclass)", index.sql())
            .orElseThrow();
    var file = server.file(path);
    if (btree) {
      BtreePages.raise(file, extent.height());
    }
    file.resize(Math.max(extent.pages(), file.pages()));
    count(
        owner, new RelationFacts(index, "i", btree, extent.pages(), extent.pages(), rows, 0, 0, 0));
  }
}
