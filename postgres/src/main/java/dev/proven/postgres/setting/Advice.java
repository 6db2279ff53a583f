package dev.proven.postgres.setting;

import java.util.List;

/**
 * What a rule says.
 *
 * @param candidates values to try, the most promising first
 * @param reason in a sentence, why there is none; empty where there are some
 */
record Advice(List<Candidate> candidates, String reason) {
  static Advice of(List<Candidate> candidates) {
    return new Advice(candidates, "");
  }

  static Advice none(String reason) {
    return new Advice(List.of(), reason);
  }
}
