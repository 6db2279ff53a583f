package dev.proven.postgres;

import dev.proven.core.journal.UndoRecord;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Drops an object of extended statistics that was made, and no other: it is known by its number,
 * and must still bear its name or be on the same columns.
 */
final class StatisticsUndo {
  private final Connection connection;
  private final UndoSession session;
  private final UndoRecord record;

  StatisticsUndo(Connection connection, UndoSession session, UndoRecord record) {
    this.connection = connection;
    this.session = session;
    this.record = record;
  }

  void drop() throws SQLException {
    long oid = Long.parseLong(record.field(PostgresUndo.OID));
    session.endChanges();
    var standing = StandingStatistics.of(connection, oid);
    if (standing.isEmpty()) {
      // Its number was noted before it was committed: whatever bears its name is somebody else's.
      return;
    }
    if (!isOurs(standing.get())) {
      throw new IllegalStateException(
          standing.get().qualifiedName()
              + " is not the object that was made, and stays: "
              + standing.get().body());
    }
    session.dropStatistics(standing.get().qualifiedName());
    if (StandingStatistics.of(connection, oid).isPresent()) {
      throw new IllegalStateException(
          "Statistics " + standing.get().qualifiedName() + " are still there");
    }
  }

  private boolean isOurs(StandingStatistics standing) {
    boolean name =
        standing.schema().equals(record.field("schema"))
            && standing.name().equals(record.field("statistics"));
    return name || standing.body().equals(record.field("body"));
  }
}
