package dev.proven.core.experiment;

import java.util.List;

/**
 * What the samples of one experiment say, computed from the declaration and the samples alone.
 *
 * @param declaration hash of the declaration it was judged by
 * @param verdict what is said of the change
 * @param why in one or two plain sentences
 * @param blocks how many blocks were complete
 * @param metrics one for each declared metric, in the declared order
 * @param differentAnswers parts whose answers differ between the arms
 * @param uncomparedAnswers parts that the unchanged system was never seen to answer
 * @param blocksStillNeeded an estimate for UNDERPOWERED; 0 otherwise, -1 where none can be given
 */
public record Judgement(
    String declaration,
    Verdict verdict,
    String why,
    int blocks,
    List<MetricResult> metrics,
    List<String> differentAnswers,
    List<String> uncomparedAnswers,
    int blocksStillNeeded) {
  public Judgement {
    metrics = List.copyOf(metrics);
    differentAnswers = List.copyOf(differentAnswers);
    uncomparedAnswers = List.copyOf(uncomparedAnswers);
  }

  /** The result of that metric. */
  public MetricResult metric(String name) {
    return metrics.stream().filter(m -> m.metric().equals(name)).findFirst().orElseThrow();
  }
}
