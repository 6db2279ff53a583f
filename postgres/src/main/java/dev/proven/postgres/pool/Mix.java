package dev.proven.postgres.pool;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Which statement a transaction executes: drawn by how often each is called, the same for the same
 * transaction on both arms.
 */
final class Mix {
  private final List<LoadScript.Called> statements;
  private final long seed;
  private final double all;

  Mix(List<LoadScript.Called> statements, long seed) {
    this.statements = List.copyOf(statements);
    this.seed = seed;
    this.all = statements.stream().mapToDouble(LoadScript.Called::calls).sum();
  }

  /** The statement of one transaction of one client. */
  String statement(int client, int transaction) {
    double drawn = new SplittableRandom(seed ^ ((long) client << 32 | transaction)).nextDouble();
    double left = drawn * all;
    for (var statement : statements) {
      left -= statement.calls();
      if (left < 0) {
        return statement.sql();
      }
    }
    return statements.getLast().sql();
  }
}
