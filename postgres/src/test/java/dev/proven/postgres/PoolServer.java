package dev.proven.postgres;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Clients;
import dev.proven.core.Pooler;
import dev.proven.core.Session;
import dev.proven.core.Workload;
import dev.proven.core.journal.Undo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** A server with an application's table, for the tests of bouncers. */
public final class PoolServer implements AutoCloseable {
  private static final String SETUP =
      "CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL);"
          + "INSERT INTO account SELECT i, i % 1000 FROM generate_series(1, 10000) i;"
          + "CREATE ROLE clerk LOGIN PASSWORD 'clerk-secret' CONNECTION LIMIT 5;"
          + "GRANT SELECT ON account TO clerk";

  private final TestServer server;

  private PoolServer(TestServer server) {
    this.server = server;
  }

  public static PoolServer start() {
    return new PoolServer(TestServer.with(SETUP));
  }

  /** A server with another number of connections, for which it is started again. */
  public static PoolServer start(int connections) throws Exception {
    var server = start();
    server.execute("ALTER SYSTEM SET max_connections = " + connections);
    var data = server.server.server().folder().resolve(EmbeddedServer.DATA);
    var restart =
        java.util.List.of(
            Binaries.bundled().program("pg_ctl").toString(),
            "restart",
            "--wait",
            "--pgdata=" + data,
            "--log=" + data.resolve("server.log"));
    var process =
        new ProcessBuilder(ServerUser.current().command(restart))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("The server did not start again");
    }
    return server;
  }

  public PostgresTarget target() {
    return server.target;
  }

  public Session session() {
    return server.session;
  }

  /** The target with what a user says of it, and its workload. */
  public Workload declare(
      @Nullable Clients clients, Pooler pooler, Path folder, String... statements)
      throws IOException {
    var file = Files.writeString(folder.resolve("workload.sql"), String.join(";\n", statements));
    server.target.declare(new Declared(file, clients, pooler, Declared.COPY_LIMIT));
    var reads = Files.writeString(folder.resolve("reads.sql"), readsOf(statements));
    return WorkloadReader.read(server.target, reads);
  }

  /** Another target with what a user says of it and one statement. */
  public static void declare(PostgresTarget target, Clients clients, Path folder)
      throws IOException {
    var file = Files.writeString(folder.resolve("one.sql"), "SELECT balance FROM account");
    target.declare(new Declared(file, clients, Pooler.INSTALLED, Declared.COPY_LIMIT));
  }

  private static String readsOf(String... statements) {
    return java.util.Arrays.stream(statements)
        .filter(s -> SqlText.kind(s) != SqlText.Kind.UTILITY)
        .reduce("SELECT balance FROM account WHERE id = 4711", (a, b) -> a + ";\n" + b);
  }

  /** An application's connection, straight to the server or to another port. */
  @MustBeClosed
  public Connection client(int port, boolean prepares) throws SQLException {
    var login = server.server().login("shop");
    var properties = new Properties();
    properties.setProperty("user", login.address().user());
    properties.setProperty("password", login.password());
    properties.setProperty("prepareThreshold", prepares ? "1" : "0");
    properties.setProperty("assumeMinServerVersion", "12");
    return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/shop", properties);
  }

  public int port() {
    return server.server().port();
  }

  /** The same server as another role sees it. */
  public PostgresTarget as(String user, String password, Session session) {
    var address = new Address("127.0.0.1", port(), "shop", user, new java.util.TreeMap<>());
    return PostgresTarget.open(Login.of(address, password), session, null);
  }

  /** Its superuser's password. */
  public String password() {
    return server.server().login("shop").password();
  }

  /** A server on this machine as its superuser, with the password from the environment. */
  public static PostgresTarget open(int port, Session session) {
    var address = new Address("127.0.0.1", port, "shop", "postgres", new java.util.TreeMap<>());
    return PostgresTarget.open(
        Login.of(address, dev.proven.core.Credentials.fromEnvironment()), session, null);
  }

  public static dev.proven.core.journal.Journal journal(Path folder) {
    return TestServer.journal(folder);
  }

  public static Session newSession() {
    return TestServer.session();
  }

  public void execute(String sql) throws SQLException {
    server.execute(sql);
  }

  /** Starts a bouncer with ports from elsewhere. */
  @MustBeClosed
  public static Undo bouncer(
      PostgresTarget target,
      Session session,
      Path program,
      Bouncer.Configuration configuration,
      Bouncer.Ports ports)
      throws Exception {
    return Bouncer.start(target, session.journal(), program, configuration, ports);
  }

  public static boolean isAlive(Path folder) {
    return new ServerProcess(folder).isAnyAlive();
  }

  @Override
  public void close() {
    server.close();
  }
}
