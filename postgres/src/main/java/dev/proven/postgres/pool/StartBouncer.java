package dev.proven.postgres.pool;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Change;
import dev.proven.core.ChangeRecord;
import dev.proven.core.apply.HandOver;
import dev.proven.core.journal.Journal;
import dev.proven.core.journal.Undo;
import dev.proven.postgres.Bouncer;
import dev.proven.postgres.PostgresKind;
import dev.proven.postgres.PostgresTarget;
import java.nio.file.Path;
import java.util.List;

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
  public List<ChangeRecord> records() {
    return List.of(
        new HandOver(
                "Install PgBouncer with this file, put the role and its password into userlist.txt,"
                    + " and let the application connect to its port; connecting to the server"
                    + " itself again takes it back.",
                "pgbouncer.ini",
                script())
            .record(PostgresKind.ID));
  }

  @Override
  @MustBeClosed
  public Undo apply(PostgresTarget target, Journal journal) throws Exception {
    return Bouncer.start(target, journal, program, ini);
  }
}
