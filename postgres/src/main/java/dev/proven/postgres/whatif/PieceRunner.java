package dev.proven.postgres.whatif;

import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Makes the pieces of a schema. One that fails may need another that comes later, so those are
 * tried again until a round brings nothing; what is left is left out by name.
 */
final class PieceRunner {
  /** Statements sent at once. */
  private static final int BATCH = 40;

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
    for (int i = 0; i < waiting.size(); i += BATCH) {
      make(waiting.subList(i, Math.min(waiting.size(), i + BATCH)), failed);
    }
    return failed;
  }

  /** Several are sent at once, in one transaction; where one fails each is sent by itself. */
  private void make(List<Piece> some, Map<Piece, String> failed) {
    try {
      send(some);
      some.forEach(p -> leftOut.remove(p.name()));
    } catch (SQLException e) {
      if (some.size() == 1) {
        failed.put(some.getFirst(), String.valueOf(e.getMessage()).replaceFirst("^ERROR: ", ""));
      } else {
        some.forEach(p -> make(List.of(p), failed));
      }
    }
  }

  private void send(List<Piece> some) throws SQLException {
    boolean trusted = some.getFirst().trusted();
    if (some.stream().anyMatch(p -> p.trusted() != trusted)) {
      throw new SQLException("of two roles");
    }
    var sql = some.stream().map(Piece::sql).collect(Collectors.joining(";\n"));
    Sql.execute(trusted ? admin : owner, sql);
  }
}
