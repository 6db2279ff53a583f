package dev.proven.postgres;

import dev.proven.core.journal.LeftInPlace;
import dev.proven.core.journal.UndoRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes back an index on a partitioned table, however much of it was made: what hangs together goes
 * with the part on the table, and what was not attached yet by itself.
 */
final class PartsUndo {
  private final Connection connection;
  private final UndoSession session;
  private final String body;
  private final long oid;
  private final List<IndexParts.Part> parts;

  PartsUndo(Connection connection, UndoSession session, UndoRecord record) {
    this(
        connection,
        session,
        record.field("body"),
        Long.parseLong(record.data().getOrDefault("oid", "0")),
        IndexParts.read(record.field(PostgresUndo.PARTS)));
  }

  PartsUndo(
      Connection connection,
      UndoSession session,
      String body,
      long oid,
      List<IndexParts.Part> parts) {
    if (parts.isEmpty()) {
      throw new IllegalStateException("the journal does not describe the parts of an index");
    }
    this.connection = connection;
    this.session = session;
    this.body = body;
    this.oid = oid;
    this.parts = parts;
  }

  /** Drops what is there of it. */
  void drop() throws SQLException {
    session.endChanges();
    var whole = whole();
    if (whole.isPresent()) {
      session.dropIndexBriefly(whole.get().qualifiedName());
    }
    var others = new ArrayList<String>();
    for (var part : parts.subList(1, parts.size())) {
      var standing = StandingIndex.of(connection, part.schema(), part.index());
      if (standing.filter(s -> isOurs(s, part)).isPresent()) {
        drop(standing.get(), others);
      }
    }
    if (!others.isEmpty()) {
      throw new LeftInPlace(
          "they have become parts of another index: "
              + String.join(", ", others)
              + "; they go with it");
    }
  }

  private void drop(StandingIndex standing, List<String> others) throws SQLException {
    if (!standing.bound().isEmpty()) {
      others.add(standing.qualifiedName());
    } else if (standing.partitioned()) {
      session.dropIndexBriefly(standing.qualifiedName());
    } else {
      session.patiently();
      session.dropIndex(standing.qualifiedName(), true);
    }
  }

  /** Known by its number after it was renamed; a stranger that has taken its name is named. */
  private Optional<StandingIndex> whole() throws SQLException {
    var first = parts.getFirst();
    var byNumber =
        StandingIndex.of(connection, oid)
            .filter(i -> i.partitioned() && i.body().equals(body) && !i.unique());
    if (byNumber.isPresent()) {
      return byNumber;
    }
    var byName = StandingIndex.of(connection, first.schema(), first.index());
    if (byName.isPresent() && (!byName.get().partitioned() || !isOurs(byName.get(), first))) {
      throw new IllegalStateException(
          first.qualifiedIndex()
              + " is not the index that was made, and stays: "
              + byName.get().create());
    }
    return byName;
  }

  /** Whatever a journal says: no index of Proven keeps rows right. */
  private boolean isOurs(StandingIndex index, IndexParts.Part part) {
    return index.table().equals(part.table())
        && !index.unique()
        && (body.isEmpty() || index.body().equals(body));
  }
}
