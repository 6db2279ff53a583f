package dev.proven.core;

import java.util.List;

/**
 * The proposals that are worth an experiment, and the others with the reason why not.
 *
 * @param <T> the kind of target
 * @param kept in the order in which they should be proven
 * @param dropped each with its reason
 */
public record Screening<T extends Target>(List<Proposal<T>> kept, List<Dropped> dropped) {
  /**
   * A proposal without an experiment.
   *
   * @param id the proposal
   * @param title what it would have changed
   * @param reason why it was not measured
   */
  public record Dropped(String id, String title, String reason) {}
}
