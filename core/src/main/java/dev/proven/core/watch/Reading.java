package dev.proven.core.watch;

import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A target's record of its work at one moment.
 *
 * @param at when it was read
 * @param epoch another one wherever the counts began anew: after a reset, a restart
 * @param counts by the statement's id, since the epoch began
 */
public record Reading(Instant at, String epoch, SortedMap<String, Count> counts) {
  /**
   * How often a statement ran.
   *
   * @param since another one wherever this statement's counts began anew; empty if not known
   * @param calls finished executions
   * @param seconds in all
   */
  public record Count(String since, double calls, double seconds) {}

  public Reading {
    counts = new TreeMap<>(counts);
  }
}
