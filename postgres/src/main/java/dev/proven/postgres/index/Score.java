package dev.proven.postgres.index;

import dev.proven.core.CostedWorkload;
import dev.proven.core.experiment.Part;
import java.util.HashMap;
import java.util.Map;

/**
 * What a set of indexes is worth by the planner's estimates: the measured time it would spare, plus
 * the mean logarithm by which it would shorten each statement, so that no outlier drowns the rest.
 * It screens; it is never told as a gain.
 */
final class Score {
  /** Below this a ratio of costs says nothing any more. */
  private static final double LEAST_RATIO = 0.002;

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

  /** What changing a part's cost from one ratio to the base to another is worth. */
  double gain(String part, double before, double after) {
    double from = Math.max(before, LEAST_RATIO);
    double to = Math.max(after, LEAST_RATIO);
    double time = timeShare.getOrDefault(part, 0.0) * (before - after);
    return time + Math.log(from / to) / timeShare.size();
  }

  /** What shortening one average statement by that fraction is worth. */
  double ofOneStatement(double fraction) {
    return -Math.log1p(-fraction) / timeShare.size();
  }
}
