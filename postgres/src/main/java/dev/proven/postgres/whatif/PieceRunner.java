package dev.proven.postgres.whatif;

import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the pieces of a schema. One that fails may need another that comes later, so those are
 * tried again until a round brings nothing; what is left is left out by name.
 */
final class PieceRunner {
  private final Connection owner;
  private final Connection admin;
  private final LeftOut leftOut;
  private final List<Piece> waiting = new ArrayList<>();

  /**
   * Both connections in autocommit mode.
   *
   * @param owner whose the objects become; no superuser, since the target's functions may run
   * @param admin for what takes a superuser
   */
  PieceRunner(Connection owner, Connection admin, LeftOut leftOut) {
    this.owner = owner;
    this.admin = admin;
    this.leftOut = leftOut;
  }

  /** Makes these, and those that failed before. */
  void make(List<Piece> pieces) {
    waiting.addAll(pieces);
    int before;
    do {
      before = waiting.size();
      var failed = round();
      waiting.removeIf(p -> !failed.containsKey(p));
      failed.forEach((p, reason) -> leftOut.add(p.name(), reason));
    } while (!waiting.isEmpty() && waiting.size() < before);
  }

  private Map<Piece, String> round() {
    var failed = new LinkedHashMap<Piece, String>();
    for (Piece piece : waiting) {
      try {
        Sql.execute(piece.trusted() ? admin : owner, piece.sql());
        leftOut.remove(piece.name());
      } catch (SQLException e) {
        failed.put(piece, String.valueOf(e.getMessage()).replaceFirst("^ERROR: ", ""));
      }
    }
    return failed;
  }
}
