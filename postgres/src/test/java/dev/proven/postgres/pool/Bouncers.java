package dev.proven.postgres.pool;

import dev.proven.core.Pooler;
import dev.proven.postgres.PostgresTarget;
import java.util.Map;

/** The real PgBouncer that the tests use: {@code -Dproven.pgbouncer=PATH}, or the installed one. */
final class Bouncers {
  static final Pooler POOLER = new Pooler(System.getProperty("proven.pgbouncer"), false);

  private Bouncers() {}

  static Program program() {
    var found = Program.find(POOLER);
    if (found.program() == null) {
      throw new AssertionError("These tests need a real PgBouncer. " + found.missing());
    }
    return found.program();
  }

  /** Whether it is one of those that break prepared statements. */
  static boolean breaksPreparedStatements() {
    return !program().version().keepsPreparedStatements();
  }

  static Ini ini(PostgresTarget target, int pool, Map<String, String> more) {
    return new Ini(
        target.address(),
        program().version(),
        new Sizing(pool, 300),
        false,
        target.hasPassword(),
        target.mayBeSilent(),
        more);
  }
}
