package dev.proven.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** No buffer is forgotten, whatever happens to those who hold it. */
class LeakTest {
  private static final int ROUNDS = 300;
  private static final Logger LOGGER = Logger.getLogger(ResourceLeakDetector.class.getName());

  /** Keeps what Netty tells of buffers that nobody gave back. */
  private static final class Told extends Handler {
    final List<String> leaks = new CopyOnWriteArrayList<>();

    @Override
    public void publish(LogRecord line) {
      leaks.add(line.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private static void reply(RawMessage request, java.io.OutputStream out, java.net.Socket socket)
      throws IOException {
    var target = request.start().split(" ", -1)[1];
    var body = "x".repeat(20_000);
    var text =
        switch (target.charAt(1)) {
          case 'c' -> RawOrigin.ok(body, "Cache-Control: max-age=60");
          case 's' -> RawOrigin.ok(body, "Cache-Control: max-age=0", "ETag: \"1\"");
          case 'd' -> "HTTP/1.1 200 OK\nContent-Length: 30000\n\n" + body;
          case 'b' -> "HTTP/1.1 200 OK\nContent-Length: 1\nContent-Length: 2\n\n" + body;
          default -> RawOrigin.ok(body);
        };
    out.write(text.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
    if (target.charAt(1) == 'd' || target.charAt(1) == 'b') {
      socket.close();
    }
  }

  private static void visit(int port, int round) {
    var target = "/" + "csdbp".charAt(round % 5);
    try (var client = new RawClient(port)) {
      switch (round % 7) {
        case 0 -> client.send("POST " + target + " HTTP/1.1\nHost: a\nContent-Length: 9\n\nabc");
        case 1 -> client.send("POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n3\nabcd\n");
        case 2 -> client.send("GET " + target + " HTTP/1.1\nHost: a\nX : y\n\n");
        case 3 -> {
          client.send(("GET " + target + " HTTP/1.1\nHost: a\n\n").repeat(5));
          client.in.read();
        }
        default -> {
          client.send("GET " + target + " HTTP/1.1\nHost: a\n\n");
          client.read();
        }
      }
    } catch (IOException e) {
      // An origin that died is shown so.
    }
  }

  @Test
  void givesEveryBufferBack() throws Exception {
    assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
    var told = new Told();
    LOGGER.addHandler(told);
    forget();
    look();
    assertThat(told.leaks).as("what was forgotten on purpose").isNotEmpty();
    told.leaks.clear();
    try (var origin = new RawOrigin(LeakTest::reply);
        var gateway = Gateway.start(GatewayOptions.of(origin.uri(), 0));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < ROUNDS; round++) {
        int turn = round;
        threads.submit(() -> visit(gateway.port(), turn)).get();
        if (round % 50 == 0) {
          look();
        }
      }
    }
    look();
    LOGGER.removeHandler(told);
    assertThat(told.leaks).isEmpty();
  }

  private static void forget() {
    for (int i = 0; i < 20; i++) {
      PooledByteBufAllocator.DEFAULT.directBuffer(16);
    }
  }

  /** Leaks are found by the collector and told with the next allocation. */
  private static void look() throws InterruptedException {
    System.gc();
    Thread.sleep(50);
    for (int i = 0; i < 10; i++) {
      PooledByteBufAllocator.DEFAULT.directBuffer(16).release();
    }
  }
}
