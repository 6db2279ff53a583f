package dev.proven.postgres.whatif;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Session;
import dev.proven.core.journal.Undo;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.PostgresUndo;
import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Real indexes on a private copy of the database. Each is made once; those that are not wanted are
 * dropped in a transaction that is rolled back. Closing takes all of them away.
 */
final class RealIndexes implements WhatIf {
  private final PostgresTarget copy;
  private final Session session;
  private final Connection connection;
  private final Map<IndexDefinition, Made> made = new HashMap<>();
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

  @Override
  public synchronized Map<String, Planned> plans(Indexes indexes, Map<String, String> statements)
      throws SQLException {
    var names = new HashMap<String, IndexDefinition>();
    for (var index : indexes.added()) {
      make(index).all().forEach(name -> names.put(name, index));
    }
    connection.setAutoCommit(false);
    try {
      var unwanted = new ArrayList<>(indexes.hidden());
      made.forEach((index, one) -> {
        if (!indexes.added().contains(index)) {
          unwanted.add(one.name());
        }
      });
      for (var name : unwanted) {
        drop(name);
      }
      return planned(statements, names);
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
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

  /** One that a constraint needs stays. */
  private void drop(QualifiedName name) throws SQLException {
    var savepoint = connection.setSavepoint();
    try {
      Sql.execute(connection, "DROP INDEX " + name.sql());
    } catch (SQLException e) {
      connection.rollback(savepoint);
      leftOut.add("hiding " + name.sql(), String.valueOf(e.getMessage()));
    }
  }

  @SuppressWarnings("MustBeClosedChecker") // kept until this is closed
  private Made make(IndexDefinition index) throws SQLException {
    var found = made.get(index);
    if (found != null) {
      return found;
    }
    var name = new QualifiedName(index.schema(), "proven_what_if_" + (made.size() + 1));
    var undo = PostgresUndo.dropIndex(copy, name.schema(), name.name(), false);
    try (var maker = copy.connectForChange()) {
      undos.push(
          session.journal().apply(undo, () -> Sql.execute(maker, index.create(name.name()))));
    } catch (SQLException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    if (index.columns().size() < index.keys().size()) {
      // Only ANALYZE gives the planner statistics of an expression.
      Sql.execute(connection, "ANALYZE " + Sql.identifier(index.schema(), index.table()));
    }
    var one = new Made(name, parts(name, "c.relname"));
    made.put(index, one);
    return one;
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

  @Override
  public synchronized long bytes(IndexDefinition index) throws SQLException {
    var sizes =
        parts(
            make(index).name(), "CASE c.relkind WHEN 'i' THEN pg_relation_size(c.oid) ELSE 0 END");
    return sizes.stream().mapToLong(Long::parseLong).sum();
  }

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
