package dev.proven.core.experiment;

import dev.proven.core.Json;
import dev.proven.core.evidence.Sha256;
import java.util.List;
import java.util.Set;

/**
 * What an experiment will do and how it will be judged, fixed before the first measurement. Its
 * hash stands in the evidence and in the report.
 *
 * @param id the experiment's id in its run
 * @param title one line for people
 * @param target name of the target
 * @param change the script of the change; empty for A against A
 * @param testbed how both arms exist, what a launch is, what was reset
 * @param metrics exactly one of them primary
 * @param parts what is run in each block
 * @param notRun parts that the change cannot affect, each with the reason; empty for the full set
 * @param stopping when the experiment may end
 * @param blocks the largest number of blocks
 * @param alpha two-sided error rate of the primary metric
 * @param equivalence an interval within this fraction of zero is NO EFFECT
 * @param seed of the order of the arms and of random load
 * @param provenRefused why PROVEN verdicts are refused on this machine; empty if they are not
 */
public record Declaration(
    String id,
    String title,
    String target,
    String change,
    Testbed.Rules testbed,
    List<Metric> metrics,
    List<PartPlan> parts,
    List<String> notRun,
    Stopping stopping,
    int blocks,
    double alpha,
    double equivalence,
    long seed,
    String provenRefused) {

  public Declaration {
    metrics = List.copyOf(metrics);
    parts = List.copyOf(parts);
    notRun = List.copyOf(notRun);
    var primaries = metrics.stream().filter(m -> m.role() == Metric.Role.PRIMARY).toList();
    if (primaries.size() != 1) {
      throw new IllegalArgumentException("Experiment " + id + " needs exactly one primary metric");
    }
    if (primaries.getFirst().scale() != Metric.Scale.RATIO) {
      throw new IllegalArgumentException("The primary metric is judged by its ratio: " + id);
    }
    unique(id, metrics.stream().map(Metric::name).toList());
    unique(id, PartPlan.ids(parts));
    if (alpha != Stopping.ALPHA) {
      throw new IllegalArgumentException("Every limit is made for alpha 0.05, not " + alpha);
    }
    if (blocks < 2) {
      throw new IllegalArgumentException("An experiment needs at least two blocks: " + blocks);
    }
  }

  private static void unique(String id, List<String> names) {
    if (Set.copyOf(names).size() < names.size()) {
      throw new IllegalArgumentException("Experiment " + id + " has a name twice: " + names);
    }
  }

  /** The metric the verdict is about. */
  public Metric primary() {
    return metrics.stream().filter(m -> m.role() == Metric.Role.PRIMARY).findFirst().orElseThrow();
  }

  /** The largest number of blocks of a metric: the fewest that a part which it covers is run in. */
  public int horizon(Metric metric) {
    return parts.stream()
        .filter(p -> metric.weights().containsKey(p.part()))
        .mapToInt(PartPlan::blocks)
        .reduce(blocks, Math::min);
  }

  /** Whether the metric's effect is certainly too small to matter, either way. */
  boolean isEquivalent(Metric metric, MetricResult result) {
    double margin = Math.log1p(equivalence);
    return metric.scale() == Metric.Scale.RATIO
        && result.interval().lower() > -margin
        && result.interval().upper() < margin;
  }

  /** SHA-256 over the declaration's canonical JSON, in hexadecimal. */
  public String hash() {
    return Sha256.of(Json.line(this));
  }
}
