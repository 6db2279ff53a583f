package dev.proven.cli;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that insert, update and read without a pause, each statement a transaction of its own,
 * and remember the longest that one of them took.
 */
final class Writers implements AutoCloseable {
  private final Shop shop;
  private final List<CompletableFuture<Void>> clients = new ArrayList<>();
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final AtomicLong longest = new AtomicLong();
  private final AtomicLong done = new AtomicLong();
  private volatile boolean over;

  Writers(Shop shop, int clients) {
    this.shop = shop;
    for (int i = 0; i < clients; i++) {
      int number = i;
      this.clients.add(CompletableFuture.runAsync(() -> work(number), Thread::startVirtualThread));
    }
  }

  private void work(int number) {
    try (var connection = shop.connect()) {
      for (int i = 0; !over; i++) {
        one(
            connection,
            "INSERT INTO purchase (customer, amount, note) VALUES (" + i % 20000 + ", 1, '')");
        one(
            connection,
            "UPDATE purchase SET customer = customer + 1 WHERE id = "
                + (1 + (i * 31L + number * 977L) % 5000));
        one(connection, "SELECT amount FROM purchase WHERE id = " + (1 + i % 5000));
        Thread.sleep(2);
      }
    } catch (SQLException | InterruptedException e) {
      failures.add(e);
    }
  }

  private void one(Connection connection, String sql) throws SQLException {
    long start = System.nanoTime();
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
    longest.accumulateAndGet(System.nanoTime() - start, Math::max);
    done.incrementAndGet();
  }

  /** The longest statement since the last call, in milliseconds. */
  long longestMillis() {
    return longest.getAndSet(0) / 1_000_000;
  }

  long done() {
    return done.get();
  }

  List<Throwable> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void close() {
    over = true;
    clients.forEach(CompletableFuture::join);
  }
}
