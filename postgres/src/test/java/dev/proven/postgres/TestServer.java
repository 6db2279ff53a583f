package dev.proven.postgres;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Credentials;
import dev.proven.core.Progress;
import dev.proven.core.Session;
import dev.proven.core.journal.Journal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;

/** An embedded server for a test class, with its session and a journal of its own. */
final class TestServer implements AutoCloseable {
  final Session session;
  final PostgresTarget target;

  private TestServer(Session session, PostgresTarget target) {
    this.session = session;
    this.target = target;
  }

  static TestServer with(String setup) {
    return with(Binaries.bundled(), setup);
  }

  @SuppressWarnings("MustBeClosedChecker") // closed with this, after the last test of a class
  static TestServer with(Binaries binaries, String setup) {
    var session = session();
    return new TestServer(
        session, PostgresKind.openEmbedded(session, "shop", binaries, c -> execute(c, setup)));
  }

  static Session session() {
    var id = "t" + UUID.randomUUID().toString().substring(0, 8);
    return new Session(id, journal(Path.of("target", "journals", id)), Progress.silent());
  }

  static Journal journal(Path folder) {
    return Journal.open(
        folder.resolve("journal"),
        Map.of(PostgresKind.ID, new PostgresUndo(Credentials.fromEnvironment())));
  }

  /** A second run against the same server, which it did not start. */
  PostgresTarget again(Session other) {
    var password = server().login("shop").password();
    var parsed = Address.parse(url("postgres", password, "shop"));
    return PostgresTarget.open(Login.of(parsed, Credentials.fromEnvironment()), other, null);
  }

  EmbeddedServer server() {
    return java.util.Objects.requireNonNull(target.server());
  }

  /** A URL with the password in it. */
  String url(String user, String password, String database) {
    return "postgresql://"
        + user
        + ":"
        + password
        + "@127.0.0.1:"
        + server().port()
        + "/"
        + database;
  }

  @MustBeClosed
  Connection admin() throws SQLException {
    return admin("shop");
  }

  @MustBeClosed
  Connection admin(String database) throws SQLException {
    return server().login(database).connect("test", Login.Mode.EXTENDED, "");
  }

  void execute(String sql) throws SQLException {
    try (var connection = admin()) {
      execute(connection, sql);
    }
  }

  /** The first value that a query gives in a connection of the target's own. */
  static String text(PostgresTarget target, String query) throws SQLException {
    try (var connection = target.connect()) {
      return Sql.text(connection, query).orElse("");
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    for (var piece : SqlSplitter.split(sql)) {
      Sql.execute(connection, piece.text());
    }
  }

  @Override
  public void close() {
    target.close();
  }
}
