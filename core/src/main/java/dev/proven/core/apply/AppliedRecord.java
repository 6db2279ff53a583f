package dev.proven.core.apply;

import java.time.Instant;
import java.util.List;

/**
 * What was put into a real target, {@code applied.json}. It is written when everything was made:
 * where it is missing the process was ended before, and what it made may be taken back.
 *
 * @param run id of the run that proved it
 * @param kind the kind's id
 * @param target its name, without secrets
 * @param url that opens the target again, without secrets
 * @param started when the first change began, in UTC
 * @param finished when the last change was made, in UTC
 * @param changes in the order in which they were made
 * @param warnings what the user was told before agreeing
 */
public record AppliedRecord(
    String run,
    String kind,
    String target,
    String url,
    Instant started,
    Instant finished,
    List<Made> changes,
    List<String> warnings) {

  /** What became of a change. */
  public enum Outcome {
    MADE,
    ALREADY_THERE,
    BY_HAND
  }

  /**
   * One change.
   *
   * @param proposal id of the proposal it belongs to
   * @param outcome what became of it
   * @param script what was executed; for a change by hand, what to do
   * @param undo what takes it back, as text; empty where Proven did nothing
   * @param files written for a change by hand, by their names in the folder
   * @param notes what the user should know
   */
  public record Made(
      String proposal,
      Outcome outcome,
      String script,
      String undo,
      List<String> files,
      List<String> notes) {}
}
