package dev.proven.core.sprint;

import dev.proven.core.ChangeRecord;
import dev.proven.core.Proposal;
import dev.proven.core.experiment.Verdict;
import java.util.List;
import java.util.Objects;

/**
 * A proposal and what became of it.
 *
 * @param id the proposal's id
 * @param optimizer who proposed it
 * @param title one line for people
 * @param evidence why it may help
 * @param expected the effect that was estimated, in words
 * @param risk what it costs or may break
 * @param script the change as text
 * @param changes the change as data, from which it can be made in the real target
 * @param experiment folder of its experiment below the run; empty where there was none
 * @param verdict of its own experiment
 * @param why the verdict in words, or why there was no experiment
 * @param chosen whether it is part of the chosen set
 */
public record ProposalRecord(
    String id,
    String optimizer,
    String title,
    List<String> evidence,
    String expected,
    String risk,
    String script,
    List<ChangeRecord> changes,
    String experiment,
    Verdict verdict,
    String why,
    boolean chosen) {
  /** A run of an earlier version did not note the change as data. */
  public ProposalRecord {
    changes = Objects.requireNonNullElse(changes, List.of());
  }

  /** The reason why a plan has measured nothing. */
  public static final String ONLY_PLANNED = "Only planned.";

  /** The record of a proposal of which nothing was measured. */
  static ProposalRecord notRun(String optimizer, Proposal<?> p, String why) {
    return of(optimizer, p, "", Verdict.NOT_RUN, why, false);
  }

  static ProposalRecord of(
      String optimizer,
      Proposal<?> p,
      String experiment,
      Verdict verdict,
      String why,
      boolean chosen) {
    return new ProposalRecord(
        p.id(),
        optimizer,
        p.title(),
        p.evidence(),
        p.expected(),
        p.risk(),
        p.change().script(),
        p.change().records(),
        experiment,
        verdict,
        why,
        chosen);
  }
}
