package dev.proven.cli;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A client that looks purchases up by amount and by customer, again and again. */
final class Readers implements AutoCloseable {
  private final CompletableFuture<Void> client;
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private volatile boolean over;

  Readers(Shop shop) {
    client = CompletableFuture.runAsync(() -> work(shop), Thread::startVirtualThread);
  }

  private void work(Shop shop) {
    try (var connection = shop.connect();
        var byAmount =
            connection.prepareStatement("SELECT sum(id) FROM purchase WHERE amount = ?");
        var byCustomer =
            connection.prepareStatement("SELECT max(id) FROM purchase WHERE customer = ?")) {
      for (int i = 0; !over; i++) {
        byAmount.setInt(1, i % 1000);
        byAmount.executeQuery().close();
        byCustomer.setInt(1, i % 20000);
        byCustomer.executeQuery().close();
        Thread.sleep(5);
      }
    } catch (SQLException | InterruptedException e) {
      failures.add(e);
    }
  }

  List<Throwable> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void close() {
    over = true;
    client.join();
  }
}
