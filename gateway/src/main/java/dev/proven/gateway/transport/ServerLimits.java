package dev.proven.gateway.transport;

import java.time.Duration;

/**
 * What a client may cost.
 *
 * @param lineBytes of a line of the head, the request line included
 * @param headBytes of the whole head
 * @param fields of a head
 * @param bodyBytes of a request
 * @param connections at a time
 * @param streams of one HTTP/2 connection at a time
 * @param idle how long a connection may wait for its next request
 * @param headTime from the first byte of a request to the end of its head
 * @param stall how long a client may neither send what it owes nor take what it gets
 */
public record ServerLimits(
    int lineBytes,
    int headBytes,
    int fields,
    long bodyBytes,
    int connections,
    int streams,
    Duration idle,
    Duration headTime,
    Duration stall) {
  /** Fit for the open internet; bodies without limit. */
  public static final ServerLimits STANDARD =
      new ServerLimits(
          8192,
          32_768,
          100,
          Long.MAX_VALUE,
          10_000,
          128,
          Duration.ofSeconds(60),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30));
}
