package dev.proven.gateway.cache;

/** What to do with a request. */
public sealed interface Decision {
  /**
   * Answer from the cache.
   *
   * @param stored what is answered
   * @param age of it, seconds
   * @param ttl how long it is still fresh, seconds; below 0 where it is stale
   * @param refresh whether the origin is to be asked in the background
   */
  record Serve(Stored stored, long age, long ttl, boolean refresh) implements Decision {}

  /**
   * Ask the origin whether what is stored is still right.
   *
   * @param conditions fields that take the place of all conditions of the request
   * @param forward why, as Cache-Status has it
   */
  record Validate(Stored stored, Fields conditions, String forward) implements Decision {}

  /**
   * Ask the origin for what is missing of a part that is stored.
   *
   * @param stored the part; it has a strong entity tag
   * @param range fields to be added
   */
  record Complete(Stored stored, Fields range) implements Decision {}

  /**
   * Ask the origin.
   *
   * @param forward why, as Cache-Status has it (RFC 9211 section 2.2)
   * @param shareable whether others who ask for the same may wait for the answer
   */
  record Forward(String forward, boolean shareable) implements Decision {}

  /** The client wants nothing but what is stored, and it is not. */
  record OnlyIfCached() implements Decision {}
}
