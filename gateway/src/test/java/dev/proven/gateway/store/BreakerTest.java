package dev.proven.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final Breaker breaker = new Breaker(3, Duration.ofNanos(100), now::get);

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(breaker.passes()).isTrue();
      breaker.failed();
    }
  }

  @Test
  void opensAfterFailuresOneAfterAnother() {
    fail(2);
    breaker.succeeded();
    fail(3);
    assertThat(breaker.isOpen()).isTrue();
    assertThat(breaker.passes()).isFalse();
  }

  @Test
  void letsOneProbePassAfterThePause() {
    fail(3);
    now.addAndGet(99);
    assertThat(breaker.passes()).isFalse();
    now.addAndGet(1);
    assertThat(breaker.passes()).isTrue();
    assertThat(breaker.passes()).isFalse();
    breaker.succeeded();
    assertThat(breaker.isOpen()).isFalse();
    assertThat(breaker.passes()).isTrue();
  }

  @Test
  void aProbeThatFailsOpensAgainAtOnce() {
    fail(3);
    now.addAndGet(100);
    assertThat(breaker.passes()).isTrue();
    breaker.failed();
    assertThat(breaker.passes()).isFalse();
    now.addAndGet(100);
    assertThat(breaker.passes()).isTrue();
  }

  @Test
  void whatEndsLateChangesNothing() {
    fail(3);
    breaker.succeeded();
    assertThat(breaker.isOpen()).isTrue();
    breaker.failed();
    now.addAndGet(100);
    assertThat(breaker.passes()).isTrue();
  }
}
