package dev.proven.core;

import java.util.List;

/**
 * A change that may help, with the reason to think so. Its effect is an expectation until an
 * experiment has measured it.
 *
 * @param <T> the kind of target
 * @param id short and stable, such as {@code lineitem.l_partkey}
 * @param title one line for people
 * @param evidence why it may help
 * @param expected the effect that was estimated, in words
 * @param risk what it costs or may break
 * @param change the concrete, reversible modification
 * @param missing the part that its experiment needs and that is not there, with what to do about
 *     it; empty where nothing is missing
 */
public record Proposal<T extends Target>(
    String id,
    String title,
    List<String> evidence,
    String expected,
    String risk,
    Change<T> change,
    String missing) {

  /** A proposal whose experiment can be run. */
  public Proposal(
      String id,
      String title,
      List<String> evidence,
      String expected,
      String risk,
      Change<T> change) {
    this(id, title, evidence, expected, risk, change, "");
  }

  public Proposal {
    evidence = List.copyOf(evidence);
  }

  /** The same, where something is missing for its experiment; what was missing before stays. */
  Proposal<T> lacking(String part) {
    return missing.isEmpty()
        ? new Proposal<>(id, title, evidence, expected, risk, change, part)
        : this;
  }
}
