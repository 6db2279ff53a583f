package dev.proven.gateway.cache;

import java.util.Map;

/**
 * The head of a stored answer; its body is kept elsewhere.
 *
 * @param head of the answer, without what is never stored
 * @param varying what the request said for each field that the answer varies by, in normal form; a
 *     field that the request lacked has an empty text
 * @param extent which part of the representation the body is
 * @param requestTime when the request was sent to the origin, milliseconds since 1970
 * @param responseTime when the answer came, milliseconds since 1970
 */
public record Stored(
    ResponseHead head,
    Map<String, String> varying,
    Extent extent,
    long requestTime,
    long responseTime) {
  /** The first line of a field. */
  String first(String name) {
    return head.fields().first(name).orElse("");
  }

  /** Whether the body is the whole representation. */
  public boolean isComplete() {
    return extent.isWhole();
  }

  /** How old it is at a moment in milliseconds since 1970, in seconds. */
  public long age(long now) {
    return Ages.current(this, now);
  }

  /** The same with another extent, once its body is there. */
  public Stored with(Extent other) {
    return new Stored(head, varying, other, requestTime, responseTime);
  }

  /** The same with what another head says, from another time on. */
  Stored with(ResponseHead other, long requested, long answered) {
    return new Stored(other, varying, extent, requested, answered);
  }
}
