package dev.proven.postgres.whatif;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Session;
import dev.proven.postgres.EmbeddedServer;
import dev.proven.postgres.Sql;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The private server of a twin with one empty database in it. The objects of that database belong
 * to an ordinary role: functions of the target may run while a statement is planned, and must not
 * run as a superuser.
 */
final class TwinServer implements AutoCloseable {
  private static final String DATABASE = "twin";
  private static final String OWNER = "twin";
  private static final SecureRandom RANDOM = new SecureRandom();

  /** One run may make twins of several databases, each in a folder of its own. */
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final EmbeddedServer server;
  private final String application;
  private final String password;
  private final Connection cache;
  private @Nullable Connection catalog;

  private TwinServer(EmbeddedServer server, String application, String password, Connection cache) {
    this.server = server;
    this.cache = cache;
    this.application = application;
    this.password = password;
  }

  /** Without checksums, because pages are written beside the server; nothing is run in it. */
  private static EmbeddedServer.Variant variant() {
    return new EmbeddedServer.Variant(
        List.of("--no-data-checksums"),
        Map.of(
            "shared_buffers", "32MB",
            "max_connections", "20",
            "max_locks_per_transaction", "1000",
            "shared_preload_libraries", "",
            "log_min_messages", "panic"));
  }

  /** Starts it and makes the database with an encoding and an order of texts. */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // the server is this object's, which closes it
  static TwinServer start(Session session, DatabaseLocale locale, LeftOut leftOut)
      throws SQLException {
    var server = EmbeddedServer.start(session, "twin" + COUNT.incrementAndGet(), variant());
    try {
      var application = "proven/" + session.runId();
      var password = randomPassword();
      // Not in the twin's own database, where an extension could be in the way of the target's.
      var connection = server.connect("postgres", application);
      Sql.execute(connection, "CREATE EXTENSION pg_buffercache");
      Sql.execute(connection, "CREATE ROLE " + OWNER + " LOGIN PASSWORD " + Sql.literal(password));
      locale.create(connection, DATABASE, OWNER, leftOut);
      return new TwinServer(server, application, password, connection);
    } catch (SQLException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private static String randomPassword() {
    var bytes = new byte[24];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** A new connection as the superuser; nothing of the target's may run in it. */
  @MustBeClosed
  Connection admin() throws SQLException {
    return server.connect(DATABASE, application);
  }

  /** The superuser's connection that lasts as long as the server. */
  @SuppressWarnings("MustBeClosedChecker") // closed with this
  Connection catalog() throws SQLException {
    if (catalog == null) {
      catalog = admin();
    }
    return catalog;
  }

  /** A new connection as the role to which everything belongs. */
  @MustBeClosed
  Connection owner() throws SQLException {
    return server.connect(DATABASE, application, OWNER, password);
  }

  /** The server writes what it has changed and reads all pages again, so they can be changed. */
  void forgetPages() throws SQLException {
    Sql.execute(cache, "SELECT pg_buffercache_evict_all()");
  }

  /**
   * The file of a relation.
   *
   * @param path as pg_relation_filepath tells it
   */
  RelationFile file(String path) {
    return new RelationFile(server.data().resolve(path));
  }

  @Override
  public void close() {
    try {
      cache.close();
      if (catalog != null) {
        catalog.close();
      }
    } catch (SQLException e) {
      // It ends with its server.
    }
    server.close();
  }
}
