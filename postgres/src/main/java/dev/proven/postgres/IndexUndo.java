package dev.proven.postgres;

import dev.proven.core.journal.UndoRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Takes back what was done to an index, whatever of it was done and whoever works with the table.
 */
final class IndexUndo {
  private final Connection connection;
  private final UndoSession session;
  private final UndoRecord record;
  private final boolean concurrently;

  IndexUndo(Connection connection, UndoSession session, UndoRecord record) {
    this.connection = connection;
    this.session = session;
    this.record = record;
    this.concurrently = Boolean.parseBoolean(record.field("concurrently"));
  }

  /** Drops an index that was made, unless it is gone. */
  void drop() throws SQLException {
    session.endChanges();
    var index = made();
    if (index.isPresent()) {
      bounds();
      session.dropIndex(index.get(), concurrently);
    }
  }

  /**
   * The index that was made, quoted. One that was made without a note of its definition, on a
   * clone, is known by its name; another by its number and its name or definition, for it may have
   * been renamed, or made anew under its name.
   */
  private Optional<String> made() throws SQLException {
    var name = Sql.identifier(record.field("schema"), record.field("index"));
    var byName = StandingIndex.of(connection, record.field("schema"), record.field("index"));
    var body = record.data().get("body");
    if (body == null) {
      return mayGo(byName);
    }
    var byNumber =
        StandingIndex.of(connection, Long.parseLong(record.field("oid")))
            .filter(i -> i.body().equals(body) || i.qualifiedName().equals(name));
    if (byNumber.isPresent()) {
      return mayGo(byNumber);
    }
    if (byName.isPresent() && !body.isEmpty() && !byName.get().body().equals(body)) {
      throw new IllegalStateException(
          name + " is not the index that was made, and stays: " + byName.get().create());
    }
    return mayGo(byName);
  }

  /** Whatever a journal says: no index of Proven keeps rows right, so one that does stays. */
  private Optional<String> mayGo(Optional<StandingIndex> index) {
    if (index.filter(i -> i.unique() && i.usable()).isPresent()) {
      var found = index.get();
      throw new IllegalStateException(
          found.qualifiedName()
              + " is not the index that was made, for it "
              + found.bound()
              + ", and stays: "
              + found.create());
    }
    return index.map(StandingIndex::qualifiedName);
  }

  /** Makes an index that was dropped, exactly as it was, unless it is there. */
  void create() throws SQLException {
    var dropped = DroppedIndex.of(record);
    session.endChanges();
    var before = standing();
    if (before.isPresent() && !before.get().body().equals(dropped.body())) {
      throw new IllegalStateException(
          "another index has taken the name " + quotedName() + ": " + before.get().create());
    }
    if (before.filter(StandingIndex::usable).isEmpty()) {
      bounds();
      Sql.execute(
          connection, "SET default_tablespace = " + Sql.literal(record.field("tablespace")));
      if (record.data().containsKey(PostgresUndo.PARTS)) {
        createParts(dropped);
      } else {
        session.insist(
            dropped.create(concurrently), this::dropLeftover, () -> session.locking(quotedName()));
      }
    }
    if (standing().filter(s -> s.usable() && s.body().equals(dropped.body())).isEmpty()) {
      dropLeftover();
      throw new IllegalStateException("Index " + quotedName() + " is not there again as it was");
    }
    describe();
  }

  /** On partitions that are still there under the names that they had, on others under new ones. */
  private void createParts(DroppedIndex dropped) throws SQLException {
    var known = IndexParts.read(record.field(PostgresUndo.PARTS));
    new PartsUndo(connection, session, dropped.body(), 0, known).drop();
    var parts = IndexParts.of(connection, dropped.schema(), dropped.table(), dropped.name(), known);
    if (concurrently) {
      new PartsMaker(parts, dropped.body(), session.gently()).make();
    } else {
      IndexParts.inOne(connection, c -> parts.make(c, dropped.body()));
    }
  }

  /** What is no part of the statement that makes it. */
  private void describe() throws SQLException {
    if (!record.field("comment").isEmpty()) {
      Sql.execute(
          connection,
          "COMMENT ON INDEX " + quotedName() + " IS " + Sql.literal(record.field("comment")));
    }
    for (var target : record.field("targets").split(" ", -1)) {
      var sides = target.split("=", 2);
      if (sides.length == 2) {
        Sql.execute(
            connection,
            "ALTER INDEX "
                + quotedName()
                + " ALTER COLUMN "
                + Integer.parseInt(sides[0])
                + " SET STATISTICS "
                + Integer.parseInt(sides[1]));
      }
    }
  }

  private void dropLeftover() throws SQLException {
    if (standing().isPresent()) {
      session.dropIndex(quotedName(), concurrently);
    }
  }

  private Optional<StandingIndex> standing() throws SQLException {
    return StandingIndex.of(connection, record.field("schema"), record.field("index"));
  }

  private String quotedName() {
    return Sql.identifier(record.field("schema"), record.field("index"));
  }

  private void bounds() throws SQLException {
    if (concurrently) {
      session.patiently();
    }
  }
}
