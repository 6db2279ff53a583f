package dev.proven.core.watch;

import dev.proven.core.Problem;
import dev.proven.core.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a target's record of its work into intervals of equal length. An interval in which the
 * record began anew, or the target did not answer, is left out.
 */
final class Recorder {
  private static final Duration SILENCE = Duration.ofMinutes(5);

  private final LoadMeter meter;
  private final Duration interval;
  private final Progress progress;
  private @Nullable Reading last;
  private long lastAnswer = System.nanoTime();

  Recorder(LoadMeter meter, Duration interval, Progress progress) {
    this.meter = meter;
    this.interval = interval;
    this.progress = progress;
  }

  /** Reads what there is, where the first interval begins. */
  Reading begin() throws Exception {
    last = meter.read();
    return last;
  }

  /**
   * Waits for the end of the next interval.
   *
   * @return nothing where that interval cannot be told
   * @throws Problem unreachable, where the target has not answered for five minutes
   */
  Optional<LoadInterval> next() throws InterruptedException {
    Thread.sleep(interval);
    var first = last;
    last = read().orElse(null);
    if (first == null || last == null) {
      return Optional.empty();
    }
    var between = LoadInterval.between(first, last);
    if (between.isEmpty()) {
      progress.note("The record of statements began anew; the interval is left out.");
    }
    return between;
  }

  private Optional<Reading> read() {
    try {
      var reading = meter.read();
      lastAnswer = System.nanoTime();
      return Optional.of(reading);
    } catch (Exception e) {
      var silent = Duration.ofNanos(System.nanoTime() - lastAnswer);
      if (silent.compareTo(SILENCE) > 0) {
        throw Problem.unreachable(
                "The target has not answered for five minutes: " + e.getMessage(),
                "Look after the server, then watch again.")
            .causedBy(e);
      }
      if (last != null) {
        progress.note("At " + Instant.now() + " the target did not answer: " + e.getMessage());
      }
      return Optional.empty();
    }
  }
}
