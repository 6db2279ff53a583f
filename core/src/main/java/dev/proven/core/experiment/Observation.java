package dev.proven.core.experiment;

import java.util.SortedMap;

/**
 * What was seen in one slot.
 *
 * @param samples raw values by name, such as {@code cpu} in seconds; a load may give one per
 *     request
 * @param answer a digest of what the system answered, empty where the domain has no answers
 * @param capped whether the work ran into the time cap, so that its values are lower bounds
 */
public record Observation(SortedMap<String, double[]> samples, String answer, boolean capped) {}
