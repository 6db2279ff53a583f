package dev.proven.postgres;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Properties;
import java.util.regex.Pattern;

/** The administration console of a bouncer, which looks like a database that knows SHOW. */
public final class Console {
  static final String USER = "proven_console";

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Pattern PASSWORD = Pattern.compile("\"" + USER + "\" \"([0-9a-f]+)\"");

  private final int port;
  private final String password;

  Console(int port, String password) {
    this.port = port;
    this.password = password;
  }

  static String newPassword() {
    var bytes = new byte[24];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  static String passwordIn(Path users) throws IOException {
    var found = PASSWORD.matcher(Files.readString(users));
    if (!found.find()) {
      throw new IOException(users + " does not name " + USER);
    }
    return found.group(1);
  }

  /** What the program calls itself, such as {@code PgBouncer 1.18.0}. */
  public String version() throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SHOW VERSION")) {
      rows.next();
      return rows.getString(1);
    }
  }

  /** Transactions of a database that went through since the process began. */
  public long transactions(String database) throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SHOW STATS")) {
      while (rows.next()) {
        if (rows.getString("database").equals(database)) {
          return rows.getLong("total_xact_count");
        }
      }
      return 0;
    }
  }

  /** It speaks the simple protocol only. */
  @MustBeClosed
  private Connection connect() throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", USER);
    properties.setProperty("password", password);
    properties.setProperty("preferQueryMode", "simple");
    properties.setProperty("assumeMinServerVersion", "12");
    properties.setProperty("sslmode", "disable");
    properties.setProperty("gssEncMode", "disable");
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("socketTimeout", "5");
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/pgbouncer", properties);
  }
}
