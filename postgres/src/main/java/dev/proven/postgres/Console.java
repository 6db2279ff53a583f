package dev.proven.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;

/** The administration console of a bouncer: a database of its own that knows SHOW. */
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
  public String version() throws IOException {
    try (var session = ConsoleSession.open(port, USER, password)) {
      return String.join(" ", session.query("SHOW VERSION").getFirst().values());
    }
  }

  /** Transactions of a database that went through since the process began. */
  public long transactions(String database) throws IOException {
    try (var session = ConsoleSession.open(port, USER, password)) {
      return session.query("SHOW STATS").stream()
          .filter(row -> database.equals(row.get("database")))
          .mapToLong(Console::transactions)
          .sum();
    }
  }

  private static long transactions(Map<String, String> row) {
    return Long.parseLong(row.getOrDefault("total_xact_count", "0"));
  }
}
