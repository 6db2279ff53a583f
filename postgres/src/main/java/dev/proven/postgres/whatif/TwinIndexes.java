package dev.proven.postgres.whatif;

import dev.proven.postgres.IndexParts;
import dev.proven.postgres.Sql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The indexes that are added to a twin and hidden in it. Each is made once; whether the planner
 * sees it is a flag in the twin's catalog.
 */
final class TwinIndexes {
  private static final String PREFIX = "proven_what_if_";

  private final TwinServer server;
  private final RelationSizes relations;
  private final LastingSizes sizes;
  private final Map<IndexDefinition, List<Made>> made = new HashMap<>();
  private final Set<Long> hidden = new HashSet<>();
  private final Map<IndexDefinition, String> refused = new HashMap<>();
  private int count;

  /** An index that stands in the twin, or a part of one on a partitioned table. */
  private record Made(long oid, QualifiedName name, QualifiedName table, boolean stored) {}

  TwinIndexes(TwinBuilder.Built built, LastingSizes sizes) {
    this.server = built.server();
    this.relations = built.sizes();
    this.sizes = sizes;
  }

  /**
   * From now on the planner sees these and no others.
   *
   * @return the added ones by the names that plans show
   */
  Map<String, IndexDefinition> show(Indexes wanted) throws SQLException {
    make(wanted.added().stream().filter(i -> !made.containsKey(i)).toList());
    toggle(server.catalog(), invisible(server.catalog(), wanted));
    var names = new HashMap<String, IndexDefinition>();
    for (var index : wanted.added()) {
      Objects.requireNonNull(made.get(index)).forEach(m -> names.put(m.name().name(), index));
    }
    return names;
  }

  private Set<Long> invisible(Connection admin, Indexes wanted) throws SQLException {
    var invisible = new HashSet<Long>();
    made.forEach((index, all) -> {
      if (!wanted.added().contains(index)) {
        all.forEach(m -> invisible.add(m.oid()));
      }
    });
    for (var name : wanted.hidden()) {
      invisible.addAll(
          Sql.list(
              admin,
              r -> r.getLong(1),
              "SELECT t.relid::oid::bigint FROM pg_partition_tree(to_regclass(?)) t"
                  + " UNION SELECT to_regclass(?)::oid::bigint WHERE to_regclass(?) IS NOT NULL",
              name.sql(),
              name.sql(),
              name.sql()));
    }
    return invisible;
  }

  /** The planner passes over an index that is not valid. */
  private void toggle(Connection admin, Set<Long> invisible) throws SQLException {
    var changed = new HashSet<Long>(hidden);
    changed.addAll(invisible);
    changed.removeIf(oid -> hidden.contains(oid) == invisible.contains(oid));
    if (changed.isEmpty()) {
      return;
    }
    var list = String.join(", ", changed.stream().map(String::valueOf).toList());
    Sql.execute(
        admin,
        "UPDATE pg_index SET indisvalid = NOT indisvalid WHERE indexrelid IN (" + list + ")");
    hidden.clear();
    hidden.addAll(invisible);
  }

  /** Why the server refused it, or empty. */
  Optional<String> refusal(IndexDefinition index) {
    return Optional.ofNullable(refused.get(index));
  }

  private void make(List<IndexDefinition> missing) throws SQLException {
    if (missing.isEmpty()) {
      return;
    }
    try (var owner = server.owner();
        var admin = server.admin()) {
      var tables = new LinkedHashSet<QualifiedName>();
      for (var index : missing) {
        tables.addAll(sizes.get().table(index).parts());
        tables.add(new QualifiedName(index.schema(), index.table()));
      }
      create(owner, admin, missing, tables);
      server.forgetPages();
      for (var index : missing) {
        for (Made one : made.getOrDefault(index, List.of())) {
          pretend(owner, index, one);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** While an index is made its table has only the few pages that really exist. */
  private void create(
      Connection owner, Connection admin, List<IndexDefinition> missing, Set<QualifiedName> tables)
      throws SQLException, IOException {
    for (var table : tables) {
      relations.shrink(table);
    }
    try {
      for (var index : missing) {
        made.put(index, create(owner, admin, index));
      }
    } finally {
      for (var table : tables) {
        relations.grow(owner, table);
      }
    }
  }

  /** One that the server refuses helps no statement, and the others are still asked for. */
  private List<Made> create(Connection owner, Connection admin, IndexDefinition index)
      throws SQLException {
    var name = new QualifiedName(index.schema(), PREFIX + ++count);
    try {
      var extension = Extension.of(index);
      if (extension.isPresent()) {
        Sql.execute(admin, extension.get().create());
      }
      IndexParts.make(owner, index.schema(), index.table(), name.name(), index.behindTable());
    } catch (SQLException e) {
      refused.put(index, String.valueOf(e.getMessage()).replaceFirst("^ERROR: ", ""));
      return List.of();
    }
    return made(owner, name);
  }

  private static List<Made> made(Connection owner, QualifiedName name) throws SQLException {
    return Sql.list(
        owner,
        r ->
            new Made(
                r.getLong(1),
                new QualifiedName(r.getString(2), r.getString(3)),
                new QualifiedName(r.getString(4), r.getString(5)),
                r.getString(6).equals("i")),
        """
        SELECT c.oid::bigint, n.nspname, c.relname, tn.nspname, t.relname, c.relkind::text
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_index i ON i.indexrelid = c.oid
        JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace
        WHERE c.oid = ?::text::regclass
          OR c.oid IN (SELECT relid FROM pg_partition_tree(?::text::regclass))
        """,
        name.sql(),
        name.sql());
  }

  private void pretend(Connection owner, IndexDefinition index, Made one)
      throws SQLException, IOException {
    if (!one.stored()) {
      return;
    }
    var own = index.on(one.table());
    boolean btree = index.method() == IndexMethod.BTREE;
    var extent = sizes.get().part(index, one.table());
    relations.pretend(owner, one.name(), extent, btree, sizes.get().rows(own));
    if (index.keys().stream().anyMatch(k -> k.subject() instanceof IndexKey.Expression)) {
      sizes.get().describe(owner, own, one.name());
    }
  }
}
