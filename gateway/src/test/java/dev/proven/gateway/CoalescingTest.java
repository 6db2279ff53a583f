package dev.proven.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** One request to the origin for all who ask for the same. */
class CoalescingTest {
  private static final int CLIENTS = 64;
  private static final long ORIGIN_MILLIS = 300;

  private static RawOrigin slow(String... fields) throws java.io.IOException {
    return new RawOrigin((_, out, _) -> {
      Thread.sleep(ORIGIN_MILLIS);
      out.write(
          RawOrigin.ok("hello", fields).replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
    });
  }

  private static void ask(Gateway gateway) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<Future<RawMessage>>();
      for (int i = 0; i < CLIENTS; i++) {
        Callable<RawMessage> get = () -> RawClient.get(gateway.port(), "/");
        answers.add(threads.submit(get));
      }
      for (var answer : answers) {
        assertThat(answer.get().body()).isEqualTo("hello");
      }
    }
  }

  @Test
  void asksTheOriginOnceForManyClients() throws Exception {
    try (var origin = slow("Cache-Control: max-age=60");
        var gateway = Gateway.start(GatewayOptions.of(origin.uri(), 0))) {
      long began = System.nanoTime();
      ask(gateway);
      assertThat(System.nanoTime() - began).isLessThan(5_000_000_000L);
      assertThat(origin.count()).isEqualTo(1);
    }
  }

  @Test
  void sharesWhatMustBeConfirmedOnlyWithThoseWhoWaited() throws Exception {
    try (var origin = slow("Cache-Control: max-age=0", "ETag: \"1\"");
        var gateway = Gateway.start(GatewayOptions.of(origin.uri(), 0))) {
      ask(gateway);
      int asked = origin.count();
      assertThat(asked).isLessThan(CLIENTS / 2);
      RawClient.get(gateway.port(), "/");
      assertThat(origin.count()).isEqualTo(asked + 1);
    }
  }

  @Test
  void letsEverybodyAskForWhatIsNotShared() throws Exception {
    try (var origin = slow("Cache-Control: private");
        var gateway = Gateway.start(GatewayOptions.of(origin.uri(), 0))) {
      ask(gateway);
      assertThat(origin.count()).isEqualTo(CLIENTS);
      long began = System.nanoTime();
      ask(gateway);
      // Nobody waits for somebody else's answer now: far less than one after the other.
      assertThat(System.nanoTime() - began).isLessThan(5_000_000_000L);
      assertThat(origin.count()).isEqualTo(2 * CLIENTS);
    }
  }
}
