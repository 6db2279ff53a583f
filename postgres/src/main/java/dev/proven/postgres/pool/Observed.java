package dev.proven.postgres.pool;

import dev.proven.core.experiment.Observation;
import java.util.TreeMap;

/**
 * What clients saw of a load.
 *
 * @param transaction seconds that a transaction takes: of each client on average where clients work
 *     as fast as they are answered, else of each transaction from its intended time
 * @param latency seconds of each transaction
 * @param errors share of transactions that failed, in percent; the mean over the clients where they
 *     work as fast as they are answered
 * @param seconds that the load lasted
 */
@SuppressWarnings("ArrayRecordComponent") // handed on and never compared
record Observed(double[] transaction, double[] latency, double errors, double seconds) {
  static final String TRANSACTION = "transaction";
  static final String LATENCY = "latency";
  static final String ERRORS = "errors";
  static final String SECONDS = "seconds";

  /** A failed transaction counts at the cap, and whatever holds one is capped. */
  Observation observation(String answer) {
    var samples = new TreeMap<String, double[]>();
    samples.put(TRANSACTION, transaction);
    samples.put(LATENCY, latency);
    samples.put(ERRORS, new double[] {errors});
    samples.put(SECONDS, new double[] {seconds});
    return new Observation(samples, answer, errors > 0);
  }
}
