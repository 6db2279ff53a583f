package dev.proven.postgres.pool;

import dev.proven.core.load.ClosedLoop;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Clients who send their next transaction as soon as the last is answered, for a time. One that is
 * refused tries again after a moment, as connection pools do.
 */
final class BusyLoad {
  private static final int MOST_TRANSACTIONS = 2000;
  private static final long PAUSE_AFTER_FAILURE = 100;
  private static final double NANOS = 1e9;

  private final Seats seats;
  private final Mix mix;
  private final Answers answers;
  private final double cap;
  private final AtomicInteger begun = new AtomicInteger();
  private final List<Client> clients;

  /** What one client saw. */
  private static final class Client {
    private final List<Double> latencies = new ArrayList<>();
    private int failed;

    double mean() {
      return latencies.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    double failedShare() {
      return (double) failed / latencies.size();
    }
  }

  BusyLoad(Seats seats, Mix mix, Answers answers, Duration cap) {
    this.seats = seats;
    this.mix = mix;
    this.answers = answers;
    this.cap = cap.toNanos() / NANOS;
    this.clients = IntStream.range(0, seats.size()).mapToObj(_ -> new Client()).toList();
  }

  Observed run(Duration span) throws InterruptedException {
    long start = System.nanoTime();
    long end = start + span.toNanos();
    var deadline = span.plus(Duration.ofNanos(Math.round(2 * cap * NANOS)));
    var result = new ClosedLoop(seats.size(), deadline).run(seats.size(), i -> work(i, end));
    if (result.leftBehind() > 0 || clients.stream().anyMatch(c -> c.latencies.isEmpty())) {
      throw new IllegalStateException("clients did not end in time: " + result.errors());
    }
    return new Observed(
        clients.stream().mapToDouble(Client::mean).toArray(),
        clients.stream().flatMap(c -> c.latencies.stream()).mapToDouble(l -> l).toArray(),
        100 * clients.stream().mapToDouble(Client::failedShare).average().orElseThrow(),
        result.elapsedNanos() / NANOS);
  }

  /** Every client has one transaction at least, however late it comes to its turn. */
  private void work(int number, long end) throws InterruptedException {
    var client = clients.get(number);
    do {
      begun.incrementAndGet();
      transact(number, client);
    } while (System.nanoTime() < end && begun.get() < MOST_TRANSACTIONS);
  }

  private void transact(int number, Client client) throws InterruptedException {
    var sql = mix.statement(number, client.latencies.size());
    long start = System.nanoTime();
    try {
      answers.add(sql, seats.get(number).transact(sql));
      client.latencies.add(Math.min(cap, (System.nanoTime() - start) / NANOS));
    } catch (SQLException e) {
      client.failed++;
      client.latencies.add(cap);
      Thread.sleep(PAUSE_AFTER_FAILURE);
    }
  }
}
