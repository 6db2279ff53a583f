package dev.proven.postgres.pool;

import dev.proven.core.Problem;
import dev.proven.core.evidence.Sha256;
import dev.proven.postgres.AnswerDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;

/** What an arm answers to each statement, and which of them can be played at all. */
final class Answers {
  private final Map<String, ConcurrentSkipListSet<String>> seen = new ConcurrentSkipListMap<>();
  private final List<LoadScript.Called> playable = new ArrayList<>();

  /**
   * Executes each statement once. One that fails by itself, as one that writes, is left out on both
   * arms, and its failure is its answer.
   *
   * @throws Problem usage, if none can be executed
   */
  static Answers of(Connection connection, List<LoadScript.Called> statements) throws SQLException {
    var answers = new Answers();
    var reason = "";
    for (var called : statements) {
      try {
        answers.add(called.sql(), execute(connection, called.sql()));
        answers.playable.add(called);
      } catch (SQLException e) {
        if (connection.isClosed() || e.getSQLState() == null) {
          throw e;
        }
        connection.rollback();
        answers.add(called.sql(), "fails with SQLSTATE " + e.getSQLState());
        reason = String.valueOf(e.getMessage());
      }
    }
    if (answers.playable.isEmpty()) {
      throw Problem.usage(
          "No statement of the workload can be executed in a transaction that only reads: "
              + reason,
          "Give statements that can in a file with --workload FILE.");
    }
    return answers;
  }

  /** The statements that clients can execute. */
  List<LoadScript.Called> playable() {
    return List.copyOf(playable);
  }

  /** Executes a statement in a transaction of its own, to its last row. */
  static String execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.prepareStatement(escaped(sql))) {
      var digest = "";
      if (statement.execute()) {
        try (var rows = statement.getResultSet()) {
          digest = AnswerDigest.of(rows);
        }
      }
      connection.rollback();
      return digest;
    }
  }

  /** In a prepared statement of JDBC a question mark is a parameter, and doubled it is none. */
  private static String escaped(String sql) {
    return sql.replace("?", "??");
  }

  void add(String sql, String answer) {
    seen.computeIfAbsent(sql, _ -> new ConcurrentSkipListSet<>()).add(answer);
  }

  /** One digest of all statements with all their answers. */
  String digest() {
    var text = new StringBuilder();
    seen.forEach((sql, answers) -> text.append(sql).append('\n').append(new TreeSet<>(answers)));
    return seen.size() + " statements " + Sha256.of(text.toString()).substring(0, 32);
  }
}
