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
 */
public record Diagnosis<T extends Target>(
    String optimizer, List<String> looked, List<Finding> findings, List<Proposal<T>> proposals) {

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
  }
}
