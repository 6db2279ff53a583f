package dev.proven.core.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class OpenLoopTest {
  private static final Duration GRACE = Duration.ofSeconds(30);

  @Test
  void everyRequestIsSentExactlyOnce() throws Exception {
    AtomicIntegerArray sent = new AtomicIntegerArray(5_000);
    LoadResult result = loop(20_000, 5_000, 100).run(sent::incrementAndGet);
    for (int i = 0; i < sent.length(); i++) {
      assertThat(sent.get(i)).as("request %d", i).isEqualTo(1);
    }
    assertThat(result.count(Outcome.ANSWERED)).isEqualTo(result.count()).isEqualTo(5_000);
    assertThat(result.errors()).isEmpty();
    assertThat(result.errorRate()).isZero();
    assertThat(result.unsent()).isZero();
    assertThat(result.leftBehind()).isZero();
    assertThat(result.histogram().getTotalCount()).isEqualTo(5_000);
    assertThat(result.intendedRate()).isEqualTo(20_000);
    assertThat(result.achievedRate()).isPositive().isLessThanOrEqualTo(20_000);
  }

  @Test
  void noMoreRequestsThanSlotsAreInFlight() throws Exception {
    AtomicInteger inFlight = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    loop(10_000, 500, 7)
        .run(index -> {
          most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
          Thread.sleep(1);
          inFlight.decrementAndGet();
        });
    assertThat(most.get()).isBetween(2, 7);
  }

  /** One slot, 20 ms a request, 100 a second: request i cannot end before 20 (i + 1) ms. */
  @Test
  void latencyCountsFromTheIntendedStart() throws Exception {
    LoadResult result = loop(100, 30, 1).run(index -> Thread.sleep(20));
    long[] latency = result.latencyNanos();
    long[] service = result.serviceNanos();
    for (int i = 0; i < 30; i++) {
      assertThat(latency[i]).isGreaterThanOrEqualTo((20L * (i + 1) - 10L * i) * 1_000_000);
      assertThat(service[i]).isBetween(20_000_000L, latency[i]);
    }
    assertThat(result.achievedRate()).isLessThan(50);
    assertThat(result.lag().p50Nanos())
        .as("waiting for a slot is not the driver's lag")
        .isLessThan(Arrays.stream(latency).sum() / 30 / 4);
  }

  /** Requests that ask for twice the processors that there are: slots are free, the driver late. */
  @Test
  void aDriverThatCannotKeepUpIsTold() throws Exception {
    long spin = 2L * Runtime.getRuntime().availableProcessors() * 5_000_000;
    LoadResult result = loop(200, 60, 1_000).run(index -> spin(spin));
    assertThat(result.lag().within(Duration.ofMillis(5))).isFalse();
    assertThat(result.lag().maxNanos()).isGreaterThanOrEqualTo(result.lag().p99Nanos());
  }

  @Test
  void errorsAreCountedByMessage() throws Exception {
    LoadResult result =
        loop(5_000, 100, 50)
            .run(index -> {
              if (index % 10 == 0) {
                throw new IllegalStateException("refused\nat line 2");
              }
              if (index == 1) {
                throw new AssertionError();
              }
            });
    assertThat(result.errors())
        .isEqualTo(Map.of("IllegalStateException: refused", 10, "AssertionError", 1));
    assertThat(result.errorRate()).isCloseTo(0.11, within(1e-9));
    assertThat(result.outcome(10)).isEqualTo(Outcome.FAILED);
    assertThat(result.outcome(2)).isEqualTo(Outcome.ANSWERED);
  }

  @Test
  void theNumberOfDistinctErrorsIsBounded() throws Exception {
    LoadResult result =
        loop(5_000, 100, 50)
            .run(index -> {
              throw new IllegalStateException("number " + index + "x".repeat(1_000));
            });
    assertThat(result.errors()).hasSize(21).containsEntry("other errors", 80);
    assertThat(result.errors().keySet()).allMatch(message -> message.length() <= 200);
    assertThat(result.errorRate()).isEqualTo(1);
  }

  @Test
  void whatIsOutAtTheDeadlineIsCappedThere() throws Exception {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    Duration grace = Duration.ofMillis(300);
    OpenLoop loop = new OpenLoop(ArrivalTimes.constant(100, 20), 10, grace);
    LoadResult result =
        loop.run(index -> {
          threads.add(Thread.currentThread());
          if (index >= 5) {
            Thread.sleep(Duration.ofHours(1));
          }
        });
    assertThat(result.count(Outcome.CAPPED)).isEqualTo(15);
    assertThat(result.errors()).containsExactly(Map.entry("capped", 15));
    assertThat(result.waitedForSlot()).as("more where the machine stalls").isBetween(5, 15);
    assertThat(result.unsent()).as("ten slots are taken for good").isEqualTo(5);
    for (int i = 5; i < 20; i++) {
      assertThat(result.outcome(i)).isEqualTo(Outcome.CAPPED);
      assertThat(result.latencyNanos()[i]).isEqualTo(grace.toNanos() + (19 - i) * 10_000_000L);
    }
    assertThat(result.serviceNanos()[19]).isZero();
    assertThat(result.leftBehind()).isZero();
    assertThat(threads).hasSize(15).allMatch(Threads::hasEnded);
  }

  @Test
  void aRequestThatIgnoresItsInterruptionIsLeftBehindAndCapped() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    OpenLoop loop = new OpenLoop(ArrivalTimes.constant(100, 1), 1, Duration.ofMillis(50));
    LoadResult result =
        loop.run(index -> {
          while (!stop.get()) {
            Thread.onSpinWait();
          }
        });
    stop.set(true);
    assertThat(result.leftBehind()).isEqualTo(1);
    assertThat(result.outcome(0)).isEqualTo(Outcome.CAPPED);
  }

  @Test
  void interruptionOfTheCallerEndsTheRunAndItsThreads() throws Exception {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    CountDownLatch sending = new CountDownLatch(20);
    AtomicBoolean interrupted = new AtomicBoolean();
    OpenLoop loop = new OpenLoop(ArrivalTimes.constant(100, 100_000), 50, GRACE);
    Thread caller =
        Thread.ofPlatform()
            .start(() -> {
              try {
                loop.run(index -> {
                  threads.add(Thread.currentThread());
                  sending.countDown();
                  Thread.sleep(Duration.ofHours(1));
                });
              } catch (InterruptedException expected) {
                interrupted.set(true);
              }
            });
    sending.await();
    caller.interrupt();
    assertThat(caller.join(Duration.ofSeconds(20))).isTrue();
    assertThat(interrupted).isTrue();
    assertThat(threads).hasSizeGreaterThanOrEqualTo(20).allMatch(Threads::hasEnded);
  }

  @Test
  void settingsOutOfRangeAreRefusedWithWhatToGive() {
    ArrivalTimes arrivals = ArrivalTimes.constant(1, 1);
    assertThatThrownBy(() -> new OpenLoop(arrivals, 0, GRACE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("concurrency is 0: give 1 to 100000");
    assertThatThrownBy(() -> new OpenLoop(arrivals, 1, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("grace is PT0S: give one over 0 and at most PT1H");
  }

  private static OpenLoop loop(double rate, int count, int concurrency) {
    return new OpenLoop(ArrivalTimes.constant(rate, count), concurrency, GRACE);
  }

  private static void spin(long nanos) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < nanos) {
      Thread.onSpinWait();
    }
  }
}
