package dev.proven.core;

import org.jspecify.annotations.Nullable;

/**
 * How the application's clients use the target, as the user says it.
 *
 * @param number clients at once, 1 to {@link #MOST}
 * @param reconnect whether each transaction has a connection of its own, or a client keeps one
 * @param rate transactions a second of all clients together; null where each sends its next as soon
 *     as the last is answered
 * @param prepared whether the driver prepares statements by name on the server; null where that is
 *     not known
 */
public record Clients(
    int number, boolean reconnect, @Nullable Double rate, @Nullable Boolean prepared) {
  /** More clients than this are not played by one machine. */
  public static final int MOST = 1000;

  /** The highest rate, in transactions a second. */
  public static final double MOST_RATE = 100_000;

  /** Checks the ranges. */
  public Clients {
    if (number < 1 || number > MOST) {
      throw Problem.usage(
          "clients: number is " + number + ".",
          "Give 1 to " + MOST + " clients at once; of more, the share that one machine holds.");
    }
    if (rate != null && !(rate > 0 && rate <= MOST_RATE)) {
      throw Problem.usage(
          "clients: rate is " + rate + ".",
          "Give transactions a second above 0, at most 100000, or leave it away.");
    }
  }
}
