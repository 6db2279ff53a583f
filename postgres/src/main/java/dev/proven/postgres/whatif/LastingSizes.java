package dev.proven.postgres.whatif;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Predicted sizes of indexes, remembered while the session that tells them is closed. */
final class LastingSizes implements AutoCloseable {
  private final OnDemand session;
  private final Map<IndexDefinition, Long> bytes = new HashMap<>();
  private @Nullable IndexSizes sizes;

  LastingSizes(OnDemand session) {
    this.session = session;
  }

  /** The predictor, on a session that is open. */
  IndexSizes get() throws SQLException {
    if (sizes == null || !session.isOpen()) {
      sizes = IndexSizes.sampling(session.get());
    }
    return sizes;
  }

  long bytes(IndexDefinition index) throws SQLException {
    var found = bytes.get(index);
    if (found == null) {
      found = get().bytes(index);
      bytes.put(index, found);
    }
    return found;
  }

  /** Closes the session until it is needed again. */
  @Override
  public void close() {
    session.close();
  }
}
