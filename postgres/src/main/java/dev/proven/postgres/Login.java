package dev.proven.postgres;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Credentials;
import dev.proven.core.Problem;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * An address with the password that opens it. It prints as the address, so that the password ends
 * in no log and no message.
 */
final class Login {
  /** How statements travel. */
  enum Mode {
    /**
     * The extended protocol with unnamed statements only: the server plans every execution for the
     * text as it stands, and results can be fetched in portions.
     */
    EXTENDED("extended"),
    /** The simple protocol, in which {@code EXPLAIN (GENERIC_PLAN)} may hold unbound $1. */
    SIMPLE("simple");

    private final String pgjdbc;

    Mode(String pgjdbc) {
      this.pgjdbc = pgjdbc;
    }
  }

  /**
   * Passwords that came with a URL or from a file of its own, by server and role. The journal holds
   * none, and the handler that takes changes back in this process needs them; they are gone with
   * the process.
   */
  private static final Map<String, String> KNOWN = new ConcurrentHashMap<>();

  private final Address address;
  private final @Nullable String password;

  private Login(Address address, @Nullable String password) {
    this.address = address;
    this.password = password;
  }

  /** The URL's own password wins; then the credentials; then pgjdbc looks into ~/.pgpass. */
  static Login of(Address.Parsed parsed, Credentials credentials) {
    if (parsed.password() != null) {
      KNOWN.put(key(parsed.address()), parsed.password());
    } else if (credentials.passwordFile() != null) {
      credentials.password("PGPASSWORD").ifPresent(p -> KNOWN.put(key(parsed.address()), p));
    }
    return of(parsed.address(), credentials);
  }

  static Login of(Address address, Credentials credentials) {
    var remembered = Optional.ofNullable(KNOWN.get(key(address)));
    return new Login(address, remembered.or(() -> credentials.password("PGPASSWORD")).orElse(null));
  }

  static Login of(Address address, String password) {
    return new Login(address, password);
  }

  Address address() {
    return address;
  }

  String password() {
    return String.valueOf(password);
  }

  Login withDatabase(String name) {
    return new Login(address.withDatabase(name), password);
  }

  /**
   * A new connection in autocommit mode.
   *
   * @param applicationName by which the server knows it, at most 63 bytes
   * @param options startup options such as {@code -c x=y}, or empty
   */
  @MustBeClosed
  Connection connect(String applicationName, Mode mode, String options) throws SQLException {
    return DriverManager.getConnection(url(), properties(applicationName, mode, options));
  }

  /**
   * A new connection as an application opens it, that gives up after a while.
   *
   * @param prepared whether statements are prepared by name on the server
   * @param patience with the server's answers, at least a second
   */
  @MustBeClosed
  Connection connectClient(
      String applicationName, String options, boolean prepared, Duration patience)
      throws SQLException {
    var properties = properties(applicationName, Mode.EXTENDED, options);
    var seconds = String.valueOf(Math.max(1, Math.ceilDiv(patience.toMillis(), 1000)));
    properties.setProperty("prepareThreshold", prepared ? "1" : "0");
    properties.setProperty("connectTimeout", seconds);
    properties.setProperty("socketTimeout", seconds);
    return DriverManager.getConnection(url(), properties);
  }

  /** The same role and database behind another port of this machine. */
  Login at(int port) {
    var plain = new TreeMap<>(Map.of("sslmode", "disable", "gssEncMode", "disable"));
    return new Login(
        new Address("127.0.0.1", port, address.database(), address.user(), plain), password);
  }

  boolean hasPassword() {
    return password != null;
  }

  private Properties properties(String applicationName, Mode mode, String options) {
    var properties = new Properties();
    address.parameters().forEach(properties::setProperty);
    properties.setProperty("user", address.user());
    if (password != null) {
      properties.setProperty("password", password);
    }
    properties.setProperty("ApplicationName", applicationName);
    properties.setProperty("assumeMinServerVersion", "12");
    properties.setProperty("preferQueryMode", mode.pgjdbc);
    properties.setProperty("prepareThreshold", "0");
    properties.setProperty("tcpKeepAlive", "true");
    var all = (properties.getProperty("options", "") + " " + options).strip();
    if (!all.isEmpty()) {
      properties.setProperty("options", all);
    }
    return properties;
  }

  /** The same, where a failure is told to the user. */
  @MustBeClosed
  Connection open(String applicationName, Mode mode, String options) {
    try {
      return connect(applicationName, mode, options);
    } catch (SQLException e) {
      throw problem(e);
    }
  }

  Problem problem(SQLException e) {
    return ConnectProblem.of(address, password != null, e);
  }

  private String url() {
    var host = address.host().contains(":") ? "[" + address.host() + "]" : address.host();
    var database =
        java.net.URLEncoder.encode(address.database(), java.nio.charset.StandardCharsets.UTF_8);
    return "jdbc:postgresql://" + host + ":" + address.port() + "/" + database.replace("+", "%20");
  }

  private static String key(Address address) {
    return address.user() + "@" + address.host() + ":" + address.port();
  }

  @Override
  public String toString() {
    return address.name();
  }
}
