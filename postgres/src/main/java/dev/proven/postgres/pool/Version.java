package dev.proven.postgres.pool;

import java.util.Optional;
import java.util.regex.Pattern;

/** The version of a PgBouncer, such as 1.18.0. */
record Version(int major, int minor, int patch) {
  /** The first that keeps prepared statements of the protocol apart (max_prepared_statements). */
  private static final Version PREPARED_STATEMENTS = new Version(1, 21, 0);

  private static final Pattern PRINTED =
      Pattern.compile("PgBouncer (\\d{1,4})\\.(\\d{1,4})(?:\\.(\\d{1,4}))?");

  /** What {@code pgbouncer --version} prints; empty where it is another program's. */
  static Optional<Version> parse(String printed) {
    var m = PRINTED.matcher(printed);
    if (!m.find()) {
      return Optional.empty();
    }
    int patch = m.group(3) == null ? 0 : Integer.parseInt(m.group(3));
    return Optional.of(
        new Version(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2)), patch));
  }

  /** Whether statements that a driver prepares by name survive transaction pooling. */
  boolean keepsPreparedStatements() {
    return isAtLeast(PREPARED_STATEMENTS);
  }

  private boolean isAtLeast(Version other) {
    return major != other.major ? major > other.major : minor >= other.minor;
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
