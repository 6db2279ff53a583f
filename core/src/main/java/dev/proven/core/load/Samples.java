package dev.proven.core.load;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** What a recording holds once it is closed; times are nanoseconds from the start of the run. */
final class Samples {
  /** The key under which {@link #errors()} counts what was capped. */
  static final String CAPPED = "capped";

  /** The start of a request that was never sent. */
  static final long NEVER = -1;

  final long[] starts;
  final long[] ends;
  final Outcome[] outcomes;
  private final Map<String, Integer> failures;

  Samples(long[] starts, long[] ends, Outcome[] outcomes, Map<String, Integer> failures) {
    this.starts = starts;
    this.ends = ends;
    this.outcomes = outcomes;
    this.failures = failures;
  }

  int count() {
    return starts.length;
  }

  int count(Outcome wanted) {
    return Math.toIntExact(Arrays.stream(outcomes).filter(outcome -> outcome == wanted).count());
  }

  /** Failures by message in order of first appearance, then what was capped. */
  Map<String, Integer> errors() {
    Map<String, Integer> errors = new LinkedHashMap<>(failures);
    int capped = count(Outcome.CAPPED);
    if (capped > 0) {
      errors.put(CAPPED, capped);
    }
    return Collections.unmodifiableMap(errors);
  }

  boolean sent(int index) {
    return starts[index] != NEVER;
  }

  long serviceNanos(int index) {
    return sent(index) ? ends[index] - starts[index] : 0;
  }

  long lastEnd() {
    return Arrays.stream(ends).max().orElse(0);
  }

  static double[] millis(long[] nanos) {
    return Arrays.stream(nanos).mapToDouble(value -> value / 1e6).toArray();
  }

  /** A histogram of three significant digits, in nanoseconds. */
  static Histogram histogram(long[] nanos) {
    Histogram histogram = new Histogram(Math.max(2, Arrays.stream(nanos).max().orElse(2)), 3);
    Arrays.stream(nanos).forEach(histogram::recordValue);
    return histogram;
  }
}
