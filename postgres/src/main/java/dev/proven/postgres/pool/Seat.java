package dev.proven.postgres.pool;

import dev.proven.postgres.Entrance;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One client with its connection, or the connection that it opens for each transaction. */
@SuppressWarnings("MustBeClosedChecker") // its connection is closed with it, or after each use
final class Seat implements AutoCloseable {
  private final Entrance entrance;
  private final boolean keeps;
  private final boolean prepares;
  private final Duration patience;
  private @Nullable Connection connection;

  Seat(Entrance entrance, LoadScript script, Duration patience) {
    var clients = script.use().clients();
    this.entrance = entrance;
    this.keeps = !clients.reconnect();
    this.prepares = Boolean.TRUE.equals(clients.prepared());
    this.patience = patience;
  }

  /** Takes a place before the load begins, as clients do that keep theirs; refusals show later. */
  synchronized void settle() {
    if (keeps) {
      try {
        connection = entrance.connect(prepares, patience);
      } catch (SQLException e) {
        connection = null;
      }
    }
  }

  /** One transaction; its answer. A client without a connection first asks for one. */
  synchronized String transact(String sql) throws SQLException {
    var open = connection == null ? entrance.connect(prepares, patience) : connection;
    connection = open;
    boolean whole = false;
    try {
      var answer = Answers.execute(open, sql);
      whole = true;
      return answer;
    } finally {
      if (!whole || !keeps) {
        close();
      }
    }
  }

  @Override
  public synchronized void close() {
    var open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        // It is gone already.
      }
    }
  }
}
