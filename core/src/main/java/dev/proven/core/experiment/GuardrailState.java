package dev.proven.core.experiment;

/** Whether a metric was shown not to get worse than its margin. */
public enum GuardrailState {
  /** The one-sided bound of the regression lies under the margin. */
  PASSED,
  /** Worse, after Holm's correction over all guardrails, and not within the margin. */
  VIOLATED,
  /** Neither could be shown yet. */
  OPEN,
  /** The metric is no guardrail. */
  NONE
}
