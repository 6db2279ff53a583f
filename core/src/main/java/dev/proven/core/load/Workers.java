package dev.proven.core.load;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.concurrent.ExecutorService;

/** Ends the threads of a run. */
final class Workers {
  /** How long an interrupted request may take to give up before it is left behind. */
  static final Duration PATIENCE = Duration.ofSeconds(1);

  private Workers() {}

  /** Waits until all work is done or the deadline has come. */
  static void finish(ExecutorService workers, Recording recording) throws InterruptedException {
    workers.shutdown();
    if (!workers.awaitTermination(recording.untilDeadline(), NANOSECONDS)) {
      recording.close();
    }
  }

  /** Interrupts what still runs, and waits for it at most {@link #PATIENCE}. */
  static void stop(ExecutorService workers, Recording recording) throws InterruptedException {
    recording.close();
    workers.shutdownNow();
    workers.awaitTermination(PATIENCE.toNanos(), NANOSECONDS);
  }
}
