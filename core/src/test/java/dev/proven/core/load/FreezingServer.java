package dev.proven.core.load;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A real HTTP server that answers after {@code work}, but freezes for the first {@code freeze} of
 * every {@code period} of the wall clock: so the true latency of every request is known.
 */
final class FreezingServer implements AutoCloseable {
  private final Duration period;
  private final Duration freeze;
  private final Duration work;
  private final HttpServer server;
  private final HttpRequest get;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client = HttpClient.newBuilder().executor(threads).build();

  FreezingServer(Duration period, Duration freeze, Duration work) throws IOException {
    this.period = period;
    this.freeze = freeze;
    this.work = work;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
    get =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:%d/".formatted(server.getAddress().getPort())))
            .build();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Thread.sleep(frozenFor(Instant.now()).plus(work));
      exchange.sendResponseHeaders(204, -1);
    } catch (InterruptedException stopped) {
      throw new IOException(stopped);
    }
  }

  private Duration frozenFor(Instant now) {
    long micros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    long phase = micros % (period.toNanos() / 1_000);
    return Duration.ofNanos(Math.max(0, freeze.toNanos() - phase * 1_000));
  }

  /** A request as a user would send it. */
  void get(int index) throws IOException, InterruptedException {
    int status = client.send(get, BodyHandlers.discarding()).statusCode();
    if (status != 204) {
      throw new IOException("status " + status);
    }
  }

  /**
   * The true latencies of requests that come at the intended times and take the slots in turn:
   * sorted, in milliseconds.
   */
  double[] truth(LoadResult result, int slots) {
    PriorityQueue<Long> freeAt = new PriorityQueue<>(Collections.nCopies(slots, 0L));
    return Arrays.stream(result.arrivals().toArray())
        .mapToDouble(intended -> {
          long start = Math.max(intended, freeAt.remove());
          Instant sent = result.startedAt().plusNanos(start);
          long end = start + frozenFor(sent).plus(work).toNanos();
          freeAt.add(end);
          return (end - intended) / 1e6;
        })
        .sorted()
        .toArray();
  }

  @Override
  public void close() {
    client.shutdownNow();
    server.stop(0);
    threads.shutdownNow();
  }
}
