package dev.proven.core.experiment;

import java.util.SortedMap;

/**
 * What was seen in one slot.
 *
 * @param samples raw values by name, such as {@code cpu} in seconds; a load may give one per
 *     request
 * @param answer a digest of what the system answered, empty where the domain has no answers
 * @param capped whether the work ran into the time cap, so that its values are lower bounds
 * @param failure why the work could not be done, in words for people; empty where it was done
 */
public record Observation(
    SortedMap<String, double[]> samples, String answer, boolean capped, String failure) {
  /** So begins the answer of work that failed. */
  static final String FAILS = "fails with ";

  /** Of work that was done, or cut off. */
  public Observation(SortedMap<String, double[]> samples, String answer, boolean capped) {
    this(samples, answer, capped, "");
  }

  /**
   * Of work that failed by itself while the system goes on; its failure is its answer.
   *
   * @param code a short code of the failure, without any data, such as {@code SQLSTATE 22012}
   * @param why in words for people
   */
  public static Observation failed(SortedMap<String, double[]> samples, String code, String why) {
    return new Observation(samples, FAILS + code, false, why);
  }

  /** Whether the work could not be done. */
  public boolean isFailure() {
    return !failure.isEmpty();
  }
}
