package dev.proven.postgres.index;

import dev.proven.core.CostedWorkload;
import dev.proven.core.experiment.Part;
import java.util.HashMap;
import java.util.Map;

/**
 * What a set of indexes is worth: the time it would spare, plus the mean logarithm by which it
 * would shorten each statement, so that no outlier drowns the rest, less a penalty for whatever
 * becomes slower than is accepted. It screens; it is never told as a gain.
 */
final class Score {
  /** Below this a ratio of costs says nothing any more. */
  private static final double LEAST_RATIO = 0.002;

  /** From here on a statement counts as slower. */
  private static final double SLOWER_READ = 1.04;

  /** A write may take twice its time; some of that is left for noise. */
  private static final double SLOWER_WRITE = 1.7;

  private static final double PENALTY = 8;

  private final Map<String, Double> timeShare = new HashMap<>();

  Score(CostedWorkload costed) {
    double total = 0;
    for (Part part : costed.workload().parts()) {
      total += costed.cost(part.id());
    }
    for (Part part : costed.workload().parts()) {
      double equal = 1.0 / costed.workload().parts().size();
      timeShare.put(part.id(), total > 0 ? costed.cost(part.id()) / total : equal);
    }
  }

  /** What it is worth that a part takes that many times its cost on the unchanged database. */
  double of(Part part, double ratio) {
    double bounded = Math.max(ratio, LEAST_RATIO);
    double time = timeShare.getOrDefault(part.id(), 0.0) * (1 - ratio);
    double over = ratio / (part.write() ? SLOWER_WRITE : SLOWER_READ);
    double penalty = over > 1 ? PENALTY * Math.log(over) : 0;
    return time - (Math.log(bounded) + penalty) / timeShare.size();
  }

  /** What shortening one average statement by that fraction is worth. */
  double ofOneStatement(double fraction) {
    return -Math.log1p(-fraction) / timeShare.size();
  }
}
