package dev.proven.postgres.whatif;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Credentials;
import dev.proven.core.Progress;
import dev.proven.core.Session;
import dev.proven.core.journal.Journal;
import dev.proven.postgres.Binaries;
import dev.proven.postgres.Loader;
import dev.proven.postgres.PostgresKind;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.Sql;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;

/** A database for a test class, with a session and a journal of its own. */
final class WhatIfServer implements AutoCloseable {
  final Session session;
  final PostgresTarget target;

  private WhatIfServer(Session session, PostgresTarget target) {
    this.session = session;
    this.target = target;
  }

  @MustBeClosed
  static WhatIfServer with(Loader loader) {
    return with(Binaries.bundled(), loader);
  }

  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // closed with this
  static WhatIfServer with(Binaries binaries, Loader loader) {
    var id = "w" + UUID.randomUUID().toString().substring(0, 8);
    var handlers =
        Map.of("postgres", new PostgresKind().undoHandler(Credentials.fromEnvironment()));
    var journal = Journal.open(Path.of("target", "journals", id, "journal"), handlers);
    var session = new Session(id, journal, Progress.silent());
    return new WhatIfServer(session, PostgresKind.openEmbedded(session, "shop", binaries, loader));
  }

  void execute(String sql) throws SQLException {
    try (var connection = target.connect()) {
      Sql.execute(connection, sql);
    }
  }

  @Override
  public void close() {
    target.close();
  }
}
