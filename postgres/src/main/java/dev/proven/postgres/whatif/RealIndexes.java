package dev.proven.postgres.whatif;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Session;
import dev.proven.core.journal.Journal;
import dev.proven.core.journal.Undo;
import dev.proven.core.journal.UndoRecord;
import dev.proven.postgres.IndexParts;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.PostgresUndo;
import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Real indexes on a private copy of the database. Each is made once, however many sets are tried:
 * those that are not wanted are dropped in a transaction that is rolled back. Closing takes all of
 * them away.
 */
public final class RealIndexes implements WhatIf {
  private final PostgresTarget copy;
  private final Session session;
  private final Connection connection;
  private final Map<IndexDefinition, Made> made = new LinkedHashMap<>();
  private final Map<IndexDefinition, Long> bytes = new HashMap<>();
  private final Map<IndexDefinition, String> refused = new HashMap<>();
  private final Deque<Undo> undos = new ArrayDeque<>();
  private final LeftOut leftOut = new LeftOut();

  /** An index by its name and those of its parts, where the table has parts. */
  private record Made(QualifiedName name, List<String> all) {}

  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // closed with this
  RealIndexes(PostgresTarget copy, Session session) throws SQLException {
    this.copy = copy;
    this.session = session;
    this.connection = copy.connect();
  }

  @Override
  public Way way() {
    return Way.COPY;
  }

  @Override
  public List<String> caveats() {
    return leftOut.lines();
  }

  /** The session in which everything is asked and shown. */
  public Connection connection() {
    return connection;
  }

  /** What is done while only some indexes can be seen. */
  @FunctionalInterface
  public interface Work<V> {
    /** In a transaction that will be rolled back. */
    V in(Connection connection) throws SQLException;
  }

  /** Works where the database has exactly these indexes more and less; rolls all back. */
  public synchronized <V> V showing(Indexes indexes, Work<V> work) throws SQLException {
    make(indexes.added());
    connection.setAutoCommit(false);
    try {
      drop(unwanted(indexes));
      for (var name : indexes.hidden()) {
        dropUnlessNeeded(name);
      }
      return work.in(connection);
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private List<String> unwanted(Indexes indexes) {
    return made.entrySet().stream()
        .filter(e -> !indexes.added().contains(e.getKey()))
        .map(e -> e.getValue().name().sql())
        .toList();
  }

  private void drop(List<String> names) throws SQLException {
    if (!names.isEmpty()) {
      Sql.execute(connection, "DROP INDEX " + String.join(", ", names));
    }
  }

  /** One that a constraint needs stays. */
  private void dropUnlessNeeded(QualifiedName name) throws SQLException {
    var savepoint = connection.setSavepoint();
    try {
      drop(List.of(name.sql()));
    } catch (SQLException e) {
      connection.rollback(savepoint);
      leftOut.add("hiding " + name.sql(), String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Map<String, Planned> plans(Indexes indexes, Map<String, String> statements)
      throws SQLException {
    return showing(indexes, _ -> planned(statements, names(indexes.added())));
  }

  private Map<String, IndexDefinition> names(Set<IndexDefinition> added) {
    var names = new HashMap<String, IndexDefinition>();
    made.forEach((index, one) -> {
      if (added.contains(index)) {
        one.all().forEach(name -> names.put(name, index));
      }
    });
    return names;
  }

  /** After a failure the transaction takes nothing more, so each statement has a savepoint. */
  private Map<String, Planned> planned(
      Map<String, String> statements, Map<String, IndexDefinition> names) throws SQLException {
    var plans = new HashMap<String, Planned>();
    for (var statement : statements.entrySet()) {
      var savepoint = connection.setSavepoint();
      plans.putAll(Asking.plans(connection, Map.ofEntries(statement), names));
      connection.rollback(savepoint);
    }
    return plans;
  }

  /** Makes those that are missing; one that the server refuses is remembered with the reason. */
  public synchronized void make(Collection<IndexDefinition> indexes) throws SQLException {
    var missing = new HashSet<>(indexes);
    missing.removeAll(made.keySet());
    missing.removeAll(refused.keySet());
    for (var index : indexes) {
      if (missing.remove(index)) {
        make(index);
      }
    }
  }

  @SuppressWarnings("MustBeClosedChecker") // kept until this is closed
  private void make(IndexDefinition index) throws SQLException {
    var name = new QualifiedName(index.schema(), "proven_what_if_" + (undos.size() + 1));
    try (var maker = copy.connectForChange()) {
      var extension = Extension.of(index);
      if (extension.isPresent() && !extension.get().isInstalled(maker)) {
        undos.push(
            apply(
                PostgresUndo.dropExtension(copy, extension.get().name()),
                () -> Sql.execute(maker, extension.get().create())));
      }
      undos.push(
          apply(
              PostgresUndo.dropIndex(copy, name.schema(), name.name(), false),
              () ->
                  IndexParts.make(
                      maker, index.schema(), index.table(), name.name(), index.behindTable())));
      Analysis.of(maker, index, name.name());
      made.put(index, new Made(name, parts(name, "c.relname")));
    } catch (SQLException e) {
      refused.put(index, String.valueOf(e.getMessage()).replaceFirst("^ERROR: ", ""));
    }
  }

  @MustBeClosed
  private Undo apply(UndoRecord undo, Journal.Step step) throws SQLException {
    try {
      return session.journal().apply(undo, step);
    } catch (SQLException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Tells something of the index and of its parts. */
  private List<String> parts(QualifiedName name, String what) throws SQLException {
    return Sql.list(
        connection,
        r -> r.getString(1),
        "SELECT "
            + what
            + " FROM pg_class c WHERE c.oid = ?::text::regclass"
            + " OR c.oid IN (SELECT relid FROM pg_partition_tree(?::text::regclass))",
        name.sql(),
        name.sql());
  }

  /** All that were made, in their order. */
  public synchronized List<IndexDefinition> standing() {
    return List.copyOf(made.keySet());
  }

  /** The name of an index that stands, as SQL. */
  public synchronized String name(IndexDefinition index) {
    return Objects.requireNonNull(made.get(index)).name().sql();
  }

  @Override
  public synchronized Optional<String> refusal(IndexDefinition index) {
    return Optional.ofNullable(refused.get(index));
  }

  /** Its real bytes when it was first asked about; 0 of one that the server refuses. */
  @Override
  public synchronized long bytes(IndexDefinition index) throws SQLException {
    make(Set.of(index));
    var known = bytes.get(index);
    var one = made.get(index);
    if (known != null || one == null) {
      return known == null ? 0 : known;
    }
    var sizes = "CASE c.relkind WHEN 'i' THEN pg_relation_size(c.oid) ELSE 0 END";
    long sum = parts(one.name(), sizes).stream().mapToLong(Long::parseLong).sum();
    bytes.put(index, sum);
    return sum;
  }

  /** The copy is its own, and nobody else wants it. */
  @Override
  public void rest() {}

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // It is gone already.
    } finally {
      while (!undos.isEmpty()) {
        undos.pop().close();
      }
    }
  }
}
