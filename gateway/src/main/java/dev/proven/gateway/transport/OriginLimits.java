package dev.proven.gateway.transport;

import java.time.Duration;

/**
 * How the origin is treated.
 *
 * @param connections of each event loop at a time
 * @param waiting requests of each event loop that may wait for a connection
 * @param connectTime until a connection stands, or a free one is found
 * @param answerTime from the last byte sent to the head of the answer
 * @param stall between two parts of a body
 * @param idle how long an unused connection is kept; an origin's Keep-Alive may shorten it
 */
public record OriginLimits(
    int connections,
    int waiting,
    Duration connectTime,
    Duration answerTime,
    Duration stall,
    Duration idle) {
  /** Idle connections go before the usual 5 seconds of origins are over. */
  public static final OriginLimits STANDARD =
      new OriginLimits(
          256,
          4096,
          Duration.ofSeconds(3),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          Duration.ofSeconds(4));
}
