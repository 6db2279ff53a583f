package dev.proven.cli;

import dev.proven.core.ChangeRecord;
import dev.proven.core.Credentials;
import dev.proven.core.Progress;
import dev.proven.core.Session;
import dev.proven.core.journal.Journal;
import dev.proven.postgres.PostgresKind;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.Sql;
import dev.proven.postgres.apply.NewIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/** A real database in use, on an embedded server: it is opened by its URL as any other is. */
final class Shop implements AutoCloseable {
  private static final String SETUP =
      """
      CREATE ROLE app LOGIN CREATEDB PASSWORD 'app-secret';
      GRANT pg_read_all_stats TO app;
      CREATE TABLE purchase (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        customer int NOT NULL, placed timestamptz NOT NULL DEFAULT now(),
        amount numeric(10, 2) NOT NULL, note text NOT NULL);
      INSERT INTO purchase (customer, amount, note)
        SELECT i::bigint * 7919 % 20000, i % 1000, repeat('x', 60) FROM generate_series(1, ROWS) i;
      ALTER TABLE purchase OWNER TO app;
      GRANT ALL ON SCHEMA public TO app;
      ALTER DATABASE shop OWNER TO app;
      """;

  final PostgresTarget server;
  private final Path folder;

  private Shop(PostgresTarget server, Path folder) {
    this.server = server;
    this.folder = folder;
  }

  @SuppressWarnings("MustBeClosedChecker") // closed with this
  static Shop open(Path folder, int rows) {
    return open(folder, rows, "shop");
  }

  /** One of several servers at once, told apart by the name of its session. */
  @SuppressWarnings("MustBeClosedChecker") // closed with this
  static Shop open(Path folder, int rows, String name) {
    var handlers =
        Map.of("postgres", new PostgresKind().undoHandler(Credentials.fromEnvironment()));
    var journal = Journal.open(folder.resolve("server.jsonl"), handlers);
    var session = new Session(name + ProcessHandle.current().pid(), journal, Progress.silent());
    var server =
        PostgresKind.openEmbedded(
            session,
            "shop",
            c -> {
              try (var statement = c.createStatement()) {
                statement.execute(SETUP.replace("ROWS", String.valueOf(rows)));
              }
            });
    return new Shop(server, folder);
  }

  /** Without the password, as it stands in a record. */
  String url() {
    return "postgresql://app@127.0.0.1:" + server.address().port() + "/shop";
  }

  /** A file with the password. */
  String passwordFile() throws IOException {
    return Files.writeString(folder.resolve("password"), "app-secret\n").toString();
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:" + url().replace("app@", "") + "?user=app&password=app-secret");
  }

  void execute(String sql) throws SQLException {
    try (var connection = server.connect()) {
      Sql.execute(connection, sql);
    }
  }

  String text(String query) throws SQLException {
    try (var connection = server.connect()) {
      return Sql.text(connection, query).orElse("");
    }
  }

  static ChangeRecord index(String name, String body) {
    return NewIndex.of("public", "purchase", name, body).record();
  }

  /** Names of the indexes, with a mark at those that the server does not use. */
  String indexes() throws SQLException {
    return text(
        "SELECT string_agg(indexrelid::regclass || CASE WHEN indisvalid THEN '' ELSE ' INVALID' END,"
            + " ', ' ORDER BY indexrelid::regclass::text) FROM pg_index"
            + " WHERE indrelid = 'purchase'::regclass");
  }

  @Override
  public void close() {
    server.close();
  }
}
