package dev.proven.postgres.pool;

import dev.proven.core.load.ArrivalTimes;
import dev.proven.core.load.LoadResult;
import dev.proven.core.load.OpenLoop;
import dev.proven.core.load.Outcome;
import java.time.Duration;
import java.util.stream.IntStream;

/**
 * Clients who send transactions at a rate, whatever the server does. A transaction belongs to one
 * client, in turn; it fails where that client gets no connection.
 */
final class SteadyLoad {
  private static final double NANOS = 1e9;

  private final Seats seats;
  private final Mix mix;
  private final Answers answers;
  private final double cap;

  SteadyLoad(Seats seats, Mix mix, Answers answers, Duration cap) {
    this.seats = seats;
    this.mix = mix;
    this.answers = answers;
    this.cap = cap.toNanos() / NANOS;
  }

  /**
   * Sends for a time, the same transactions at the same times for the same seed.
   *
   * @param rate transactions a second
   */
  Observed run(Duration span, double rate, long seed) throws InterruptedException {
    int count = Math.max(1, (int) Math.round(rate * span.toNanos() / NANOS));
    var arrivals = ArrivalTimes.poisson(rate, count, seed);
    var grace = Duration.ofNanos(Math.round(cap * NANOS));
    var result = new OpenLoop(arrivals, seats.size(), grace).run(this::send);
    double[] latencies = latencies(result);
    return new Observed(latencies, latencies, 100 * result.errorRate(), end(result));
  }

  /** When the last one was over, however it ended. */
  private static double end(LoadResult result) {
    long[] nanos = result.latencyNanos();
    return IntStream.range(0, nanos.length)
        .mapToDouble(i -> (result.arrivals().at(i) + nanos[i]) / NANOS)
        .max()
        .orElseThrow();
  }

  private void send(int index) throws Exception {
    int client = index % seats.size();
    var sql = mix.statement(client, index / seats.size());
    answers.add(sql, seats.get(client).transact(sql));
  }

  private double[] latencies(LoadResult result) {
    long[] nanos = result.latencyNanos();
    return IntStream.range(0, nanos.length)
        .mapToDouble(
            i -> result.outcome(i) == Outcome.ANSWERED ? Math.min(cap, nanos[i] / NANOS) : cap)
        .toArray();
  }
}
