package dev.proven.core.experiment;

import java.util.List;

/**
 * How a part is run in each block of an experiment.
 *
 * @param part the part's id
 * @param title one line for people
 * @param write whether it changes data
 * @param repetitions per arm and block, made one value of the launch by the metric's statistic
 *     before anything else; 1 to 1000
 * @param warmUp whether a fresh launch prepares it once, without counting, as its domain does
 * @param capSeconds after this long it is cut off
 * @param compareAnswers whether both arms must answer the same
 * @param blocks it is run in the first so many blocks, and metrics that cover it end with them; a
 *     part that takes long is worth fewer
 */
public record PartPlan(
    String part,
    String title,
    boolean write,
    int repetitions,
    boolean warmUp,
    double capSeconds,
    boolean compareAnswers,
    int blocks) {

  /** The ids of the parts. */
  public static List<String> ids(List<PartPlan> plans) {
    return plans.stream().map(PartPlan::part).toList();
  }
}
