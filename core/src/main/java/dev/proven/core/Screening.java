package dev.proven.core;

import java.util.List;

/**
 * The proposals that are worth an experiment, and the others with the reason why not.
 *
 * @param <T> the kind of target
 * @param kept in the order in which they should be proven
 * @param dropped each with its reason
 * @param tried whether what is kept was executed in a quick trial, so that it may join the chosen
 *     set where there is no time for an experiment of its own
 */
public record Screening<T extends Target>(
    List<Proposal<T>> kept, List<Dropped> dropped, boolean tried) {
  public Screening {
    kept = List.copyOf(kept);
    dropped = List.copyOf(dropped);
  }

  /** Of proposals of which nothing was executed. */
  public Screening(List<Proposal<T>> kept, List<Dropped> dropped) {
    this(kept, dropped, false);
  }

  /**
   * A proposal without an experiment.
   *
   * @param id the proposal
   * @param title what it would have changed
   * @param reason why it was not measured
   */
  public record Dropped(String id, String title, String reason) {}
}
