package dev.proven.core;

import java.util.List;

/**
 * What an optimizer looked at and what it found.
 *
 * @param <T> the kind of target
 * @param optimizer the optimizer's id
 * @param looked what was looked at, one plain sentence each
 * @param findings what is wasteful, the costliest first
 * @param proposals what could be changed, the most promising first
 * @param refused what somebody might expect here and is not proposed, each with the reason
 */
public record Diagnosis<T extends Target>(
    String optimizer,
    List<String> looked,
    List<Finding> findings,
    List<Proposal<T>> proposals,
    List<Screening.Dropped> refused) {

  /** A diagnosis that refuses nothing. */
  public Diagnosis(
      String optimizer, List<String> looked, List<Finding> findings, List<Proposal<T>> proposals) {
    this(optimizer, looked, findings, proposals, List.of());
  }

  /**
   * A wasteful thing with its evidence.
   *
   * @param title what is wasteful
   * @param evidence where that was seen
   */
  public record Finding(String title, String evidence) {}

  public Diagnosis {
    looked = List.copyOf(looked);
    findings = List.copyOf(findings);
    proposals = List.copyOf(proposals);
    refused = List.copyOf(refused);
  }

  /** The same where something is missing for every experiment; empty for nothing. */
  public Diagnosis<T> lacking(String missing) {
    var lacking = proposals.stream().map(p -> p.lacking(missing)).toList();
    return new Diagnosis<>(optimizer, looked, findings, lacking, refused);
  }
}
