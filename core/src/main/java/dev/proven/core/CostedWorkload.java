package dev.proven.core;

import java.util.Map;

/**
 * A workload with what each part was measured to cost on the unchanged system.
 *
 * @param workload the parts
 * @param seconds measured seconds of one execution, by part id; a part that ran into the time cap
 *     is counted at the cap
 * @param answers digests of what the unchanged system answered, by part id; without those that have
 *     none or did not end
 */
public record CostedWorkload(
    Workload workload, Map<String, Double> seconds, Map<String, String> answers) {

  /** A workload of which no answers are known. */
  public CostedWorkload(Workload workload, Map<String, Double> seconds) {
    this(workload, seconds, Map.of());
  }

  /** Seconds times weight: what the part costs the system in total. */
  public double cost(String part) {
    return seconds.getOrDefault(part, 0.0) * workload.part(part).weight();
  }

  /** Whether the part is among those that are measured; of a large workload the costliest are. */
  public boolean isMeasured(String part) {
    return workload.parts().stream().anyMatch(p -> p.id().equals(part));
  }
}
