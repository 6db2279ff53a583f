package dev.proven.core.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class ClosedLoopTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  @Test
  void everyItemIsDoneExactlyOnce() throws Exception {
    AtomicIntegerArray done = new AtomicIntegerArray(10_000);
    BatchResult result = new ClosedLoop(8, DEADLINE).run(10_000, done::incrementAndGet);
    for (int i = 0; i < done.length(); i++) {
      assertThat(done.get(i)).as("item %d", i).isEqualTo(1);
    }
    assertThat(result.count(Outcome.ANSWERED)).isEqualTo(10_000);
    assertThat(result.notBegun()).isZero();
    assertThat(result.errors()).isEmpty();
    assertThat(result.throughput()).isEqualTo(10_000 * 1e9 / result.elapsedNanos());
  }

  @Test
  void asManyItemsAsWorkersAreDoneAtOnce() throws Exception {
    CountDownLatch together = new CountDownLatch(3);
    BatchResult result =
        new ClosedLoop(3, DEADLINE)
            .run(
                3,
                index -> {
                  together.countDown();
                  together.await();
                });
    assertThat(result.count(Outcome.ANSWERED)).isEqualTo(3);
    assertThat(result.itemNanos()).hasSize(3).doesNotContain(0);
  }

  @Test
  void errorsAreCountedAndTheWorkGoesOn() throws Exception {
    BatchResult result =
        new ClosedLoop(2, DEADLINE)
            .run(
                100,
                index -> {
                  if (index % 4 == 0) {
                    throw new IllegalStateException("no");
                  }
                });
    assertThat(result.errors()).isEqualTo(Map.of("IllegalStateException: no", 25));
    assertThat(result.count(Outcome.ANSWERED)).isEqualTo(75);
  }

  @Test
  void atTheDeadlineWhatRunsIsCappedAndNothingBegins() throws Exception {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    BatchResult result =
        new ClosedLoop(2, Duration.ofMillis(200))
            .run(
                50,
                index -> {
                  threads.add(Thread.currentThread());
                  if (index >= 10) {
                    Thread.sleep(Duration.ofHours(1));
                  }
                });
    assertThat(result.count()).isEqualTo(12);
    assertThat(result.notBegun()).isEqualTo(38);
    assertThat(result.errors()).containsExactly(Map.entry("capped", 2));
    assertThat(result.elapsedNanos()).isEqualTo(200_000_000);
    assertThat(result.throughput()).isEqualTo(50);
    assertThat(result.leftBehind()).isZero();
    assertThat(threads).allMatch(Threads::hasEnded);
  }

  @Test
  void interruptionOfTheCallerEndsTheRunAndItsThreads() throws Exception {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    CountDownLatch working = new CountDownLatch(4);
    AtomicBoolean interrupted = new AtomicBoolean();
    Thread caller =
        Thread.ofPlatform()
            .start(() -> {
              try {
                new ClosedLoop(4, DEADLINE)
                    .run(
                        1_000,
                        index -> {
                          threads.add(Thread.currentThread());
                          working.countDown();
                          Thread.sleep(Duration.ofHours(1));
                        });
              } catch (InterruptedException expected) {
                interrupted.set(true);
              }
            });
    working.await();
    caller.interrupt();
    assertThat(caller.join(Duration.ofSeconds(20))).isTrue();
    assertThat(interrupted).isTrue();
    assertThat(threads).hasSize(4).allMatch(Threads::hasEnded);
  }

  @Test
  void settingsOutOfRangeAreRefusedWithWhatToGive() {
    assertThatThrownBy(() -> new ClosedLoop(0, DEADLINE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("workers is 0: give 1 to 1000");
    assertThatThrownBy(() -> new ClosedLoop(1, Duration.ofDays(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("deadline is PT48H: give one over 0 and at most PT24H");
    assertThatThrownBy(() -> new ClosedLoop(1, DEADLINE).run(0, index -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("count is 0: give 1 to 5000000");
  }
}
