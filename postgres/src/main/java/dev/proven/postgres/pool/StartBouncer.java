package dev.proven.postgres.pool;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Change;
import dev.proven.core.journal.Journal;
import dev.proven.core.journal.Undo;
import dev.proven.postgres.Bouncer;
import dev.proven.postgres.PostgresTarget;
import java.nio.file.Path;

/**
 * A PgBouncer put in front of the database.
 *
 * @param program to start
 * @param ini its configuration
 */
record StartBouncer(Path program, Ini ini) implements Change<PostgresTarget> {
  @Override
  public String script() {
    return ini.script();
  }

  @Override
  @MustBeClosed
  public Undo apply(PostgresTarget target, Journal journal) throws Exception {
    return Bouncer.start(target, journal, program, ini);
  }
}
