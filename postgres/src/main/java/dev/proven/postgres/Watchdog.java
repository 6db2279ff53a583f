package dev.proven.postgres;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Cuts statements of one connection off at a cap: of CPU time where that can be read, and of four
 * times as long on the wall; else of wall time. One process cannot use CPU faster than time goes
 * by, so nothing is looked at before the cap has passed, and a short statement is left alone.
 */
final class Watchdog implements AutoCloseable {
  private static final int WALL_FACTOR = 4;
  private static final long LEAST_PAUSE = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long MOST_PAUSE = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long AGAIN = TimeUnit.MILLISECONDS.toNanos(100);

  private final PGConnection connection;
  private final @Nullable CpuClock clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("proven-watchdog").factory());

  Watchdog(PGConnection connection, @Nullable CpuClock clock) {
    this.connection = connection;
    this.clock = clock;
  }

  /** Watches one statement until it is closed; no cancel arrives after that. */
  final class Guard implements AutoCloseable {
    private final long cap;
    private final long start = System.nanoTime();
    private final long cpuAtStart;
    private boolean over;
    private boolean fired;

    private Guard(Duration cap, long cpuAtStart) {
      this.cap = cap.toNanos();
      this.cpuAtStart = cpuAtStart;
    }

    private synchronized void look() {
      if (over) {
        return;
      }
      long left = left();
      if (left > 0) {
        plan(Math.clamp(left, LEAST_PAUSE, MOST_PAUSE));
        return;
      }
      fired = true;
      cancel();
      // Between two portions of a result the server is idle and drops a cancel.
      plan(AGAIN);
    }

    private long left() {
      long wall = System.nanoTime() - start;
      if (clock == null) {
        return cap - wall;
      }
      try {
        return Math.min(cap - (clock.running() - cpuAtStart), WALL_FACTOR * cap - wall);
      } catch (IOException e) {
        // The backend is gone, which the statement itself will report.
        return WALL_FACTOR * cap - wall;
      }
    }

    private void cancel() {
      try {
        connection.cancelQuery();
      } catch (SQLException e) {
        // Tried again in a moment.
      }
    }

    private void plan(long nanos) {
      var _ = timer.schedule(this::look, nanos, TimeUnit.NANOSECONDS);
    }

    /** Whether a cancel was sent. */
    synchronized boolean fired() {
      return fired;
    }

    @Override
    public synchronized void close() {
      over = true;
    }
  }

  /**
   * Begins to watch.
   *
   * @param cpuAtStart what the clock showed, 0 without one
   */
  Guard guard(Duration cap, long cpuAtStart) {
    var guard = new Guard(cap, cpuAtStart);
    guard.plan(guard.cap);
    return guard;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
