package dev.proven.postgres.log;

/**
 * Which executions a server logs.
 *
 * @param all ms from which each one is logged (log_min_duration_statement), negative for none
 * @param some ms from which a share is logged (log_min_duration_sample), negative for none
 * @param share of these (log_statement_sample_rate), 0 to 1
 * @param transactions share of the transactions of which each statement is logged
 *     (log_transaction_sample_rate), 0 to 1
 * @param durations whether each duration is logged (log_duration), if not with its statement
 */
public record LogSampling(
    double all, double some, double share, double transactions, boolean durations) {
  static final LogSampling NONE = new LogSampling(0, -1, 1, 0, false);

  /** For how many executions one stands that was logged with its statement. */
  double weight(double seconds) {
    double ms = seconds * 1000;
    if (all >= 0 && ms >= all) {
      return 1;
    }
    double chance = 1 - (1 - transactions) * (1 - (some >= 0 && ms >= some ? share : 0));
    // One that the settings of now forbid was logged with others.
    return chance > 0 ? 1 / chance : 1;
  }

  /** The same, where the duration was logged in a message of its own. */
  double weightApart(double seconds) {
    return durations ? 1 : weight(seconds);
  }

  /** Whether a share of the executions stands for all. */
  public boolean isSampled() {
    return (some >= 0 && share > 0 && share < 1) || (transactions > 0 && transactions < 1);
  }
}
