package dev.proven.core.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that freezes 800 ms in every 4 s, seen by both drivers and beside the truth. */
class StallTest {
  private static final Duration PERIOD = Duration.ofSeconds(4);
  private static final Duration FREEZE = Duration.ofMillis(800);
  private static final Duration WORK = Duration.ofMillis(40);
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final double[] PERCENTS = {50, 90, 95, 99};

  private static final Duration LATE = Duration.ofMillis(15);
  private static final int ATTEMPTS = 6;

  private FreezingServer server;

  @BeforeEach
  void start() throws Exception {
    server = new FreezingServer(PERIOD, FREEZE, WORK);
    new ClosedLoop(8, GRACE).run(100, server::get); // loads the classes
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theOpenLoopSeesTheStall() throws Exception {
    ArrivalTimes arrivals = ArrivalTimes.constant(200, PERIOD.multipliedBy(2));
    LoadResult result =
        assertSeesTheStall("constant, 256 slots", new OpenLoop(arrivals, 256, GRACE));
    assertThat(result.waitedForSlot()).isZero();
  }

  /** A freeze fills the 40 slots within 200 ms: the other 600 ms wait in the driver. */
  @Test
  void theOpenLoopSeesTheStallAlsoWhenItsSlotsRunOut() throws Exception {
    ArrivalTimes arrivals = ArrivalTimes.poisson(200, PERIOD, 7);
    LoadResult result = assertSeesTheStall("Poisson, 40 slots", new OpenLoop(arrivals, 40, GRACE));
    assertThat(result.waitedForSlot()).isBetween(50, 400);
    double[] service = sorted(Samples.millis(result.serviceNanos()));
    print("  from the real start", service);
    assertThat(percentile(service, 90)).isLessThan(percentile(server.truth(result, 40), 90) / 2);
  }

  @Test
  void theClosedLoopHidesTheStall() throws Exception {
    BatchResult result = new ClosedLoop(4, PERIOD).run(100_000, server::get);
    double[] seen = sorted(result.itemMillis());
    print("closed loop, 4 workers", seen);
    assertThat(seen.length).isGreaterThan(100);
    assertThat(percentile(seen, 90)).isLessThan(150); // the truth is 440 ms
    assertThat(percentile(seen, 95)).isLessThan(150); // the truth is 640 ms
  }

  /** A run in which the driver itself was late is void and begun again, as in an experiment. */
  private LoadResult punctual(OpenLoop driver) throws Exception {
    LoadResult result = driver.run(server::get);
    for (int i = 1; i < ATTEMPTS && result.lag().p99Nanos() > LATE.toNanos(); i++) {
      System.out.println("  void: " + result.lag());
      result = driver.run(server::get);
    }
    return result;
  }

  private LoadResult assertSeesTheStall(String name, OpenLoop driver) throws Exception {
    LoadResult result = punctual(driver);
    double[] truth = server.truth(result, driver.concurrency());
    double[] seen = sorted(result.latencyMillis());
    print("truth, " + name, truth);
    print("open loop, " + name, seen);
    System.out.println("  " + result.lag());
    assertThat(result.errors()).isEmpty();
    for (double percent : PERCENTS) {
      double expected = percentile(truth, percent);
      assertThat(percentile(seen, percent)).isCloseTo(expected, within(0.15 * expected));
      assertThat(result.histogram().getValueAtPercentile(percent) / 1e6)
          .isCloseTo(percentile(seen, percent), within(0.002 * expected));
    }
    return result;
  }

  private static double[] sorted(double[] values) {
    Arrays.sort(values);
    return values;
  }

  /** By nearest rank, as HdrHistogram has it. */
  private static double percentile(double[] sorted, double percent) {
    return sorted[(int) Math.ceil(percent / 100 * sorted.length) - 1];
  }

  private static void print(String name, double[] sorted) {
    StringBuilder line = new StringBuilder("%-32s n %5d".formatted(name, sorted.length));
    for (double percent : PERCENTS) {
      line.append(
          String.format(Locale.ROOT, "  p%.0f %7.2f ms", percent, percentile(sorted, percent)));
    }
    System.out.println(line);
  }
}
