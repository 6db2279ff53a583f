package dev.proven.postgres.log;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Some executions of one statement, each as likely to be kept as any other (Vitter's algorithm R,
 * with a seed); those whose constants are all known before others.
 */
final class Examples {
  private static final int MOST = 15;

  private final Random random;
  private final List<Example> kept = new ArrayList<>();
  private boolean complete;
  private boolean varies;
  private long offered;

  Examples(long seed) {
    this.random = new Random(seed);
  }

  /** Takes an execution or not; how many characters more are kept than before. */
  long offer(Example example, boolean room) {
    if (kept.isEmpty() || (example.isComplete() && !complete)) {
      long before = length();
      kept.clear();
      kept.add(example);
      complete = example.isComplete();
      offered = 1;
      return length() - before;
    }
    if (example.isComplete() != complete) {
      return 0;
    }
    varies |= !example.hasSameConstants(kept.getFirst());
    offered++;
    if (!room) {
      return 0;
    }
    if (kept.size() < MOST) {
      kept.add(example);
      return example.length();
    }
    long place = random.nextLong(offered);
    if (place >= MOST) {
      return 0;
    }
    return example.length() - kept.set((int) place, example).length();
  }

  private long length() {
    return kept.stream().mapToLong(Example::length).sum();
  }

  /** The one of median duration among those that are kept; of two the shorter. */
  Example median() {
    var byDuration = kept.stream().sorted(Comparator.comparingDouble(Example::seconds)).toList();
    return byDuration.get((byDuration.size() - 1) / 2);
  }

  /** Whether executions had different constants. */
  boolean vary() {
    return varies;
  }
}
