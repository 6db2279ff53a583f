package dev.proven.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The CPU time of one backend: the first field of /proc/PID/schedstat, in nanoseconds. It can be
 * read where the server runs on this machine and its processes are seen from here.
 */
public final class CpuClock {
  /** About 20 ms of work that needs no table. */
  private static final String BUSY = "SELECT count(*) FROM generate_series(1, 200000)";

  private static final long LEAST_GROWTH = 1_000_000;
  private static final long PATIENCE = 50_000_000;
  private static final long LEAST_WORK = 1_000;

  private final Path schedstat;
  private final Path stat;

  private CpuClock(Path process) {
    this.schedstat = process.resolve("schedstat");
    this.stat = process.resolve("stat");
  }

  /**
   * A clock, or the reason why there is none.
   *
   * @param clock null where CPU time cannot be read
   * @param reason in words
   */
  public record Found(@Nullable CpuClock clock, String reason) {
    static Found none(String reason) {
      return new Found(null, reason);
    }
  }

  /** Whether CPU time can be read, in words for the report. */
  static String availability(PostgresTarget target) throws SQLException {
    return find(target).reason();
  }

  /** The same for a connection of its own, which is closed again. */
  static Found find(PostgresTarget target) throws SQLException {
    try (var connection = target.connect()) {
      return find(connection);
    }
  }

  /**
   * Looks for the backend of a connection. A process of that number may be another one, on this
   * machine by chance: it must look like a backend of this database, and its counter must grow
   * while the backend works and by no more than time has passed.
   */
  public static Found find(Connection connection) throws SQLException {
    var process = Path.of("/proc", Sql.text(connection, "SELECT pg_backend_pid()").orElse("none"));
    var clock = new CpuClock(process);
    try {
      var title = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
      if (!title.startsWith("postgres") || !title.contains(connection.getCatalog())) {
        return Found.none("cannot be read: the server runs elsewhere; wall time is used");
      }
      long before = clock.idle();
      long start = System.nanoTime();
      Sql.execute(connection, BUSY);
      long wall = System.nanoTime() - start;
      long used = clock.idle() - before;
      return used >= LEAST_GROWTH && used <= wall * 3 / 2
          ? new Found(clock, "read from /proc/PID/schedstat of the backend, parallel workers off")
          : Found.none("cannot be read: the counter does not follow the work; wall time is used");
    } catch (IOException e) {
      return Found.none("cannot be read: the server's processes are not seen; wall time is used");
    }
  }

  /** Nanoseconds so far; while the backend works this lags a few milliseconds behind. */
  long running() throws IOException {
    var text = Files.readString(schedstat, StandardCharsets.ISO_8859_1);
    return Long.parseLong(text.substring(0, text.indexOf(' ')));
  }

  /**
   * Nanoseconds so far, read when the backend has gone to sleep: the kernel brings the counter up
   * to date only then, and the answer arrives a little earlier.
   */
  public long idle() throws IOException {
    long deadline = System.nanoTime() + PATIENCE;
    long last = running();
    while (System.nanoTime() < deadline) {
      boolean asleep = asleep();
      long now = running();
      if (asleep && now == last) {
        return now;
      }
      last = now;
      Thread.onSpinWait();
    }
    return last;
  }

  /**
   * The same after some work. No work is free, so a counter that stands where it stood is behind:
   * the backend counts as asleep a moment before the kernel has taken it off the processor.
   *
   * @param before what was read before the work
   * @return more than that, by a microsecond at least
   */
  public long idleAfter(long before) throws IOException {
    long deadline = System.nanoTime() + PATIENCE;
    long now = idle();
    while (now <= before && System.nanoTime() < deadline) {
      Thread.onSpinWait();
      now = idle();
    }
    return Math.max(now, before + LEAST_WORK);
  }

  /** The state follows the name, which stands in brackets and may hold anything. */
  private boolean asleep() throws IOException {
    var text = Files.readString(stat, StandardCharsets.ISO_8859_1);
    return text.charAt(text.lastIndexOf(')') + 2) == 'S';
  }
}
