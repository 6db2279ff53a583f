package dev.proven.gateway.cache;

import java.util.List;
import java.util.OptionalLong;

/**
 * What a user may choose about caching.
 *
 * @param targeted fields that decide before Cache-Control, the first valid one that is not empty
 *     (RFC 9213), in small letters
 * @param heuristics whether an answer without freshness, but with Last-Modified, counts as fresh
 *     for a tenth of its age
 * @param defaultTtl seconds for answers that say nothing of freshness at all; empty for none
 * @param storeSetCookie whether answers that set cookies are stored, with the cookies
 * @param identity who this cache is, for Cache-Status and Via
 */
public record CacheOptions(
    List<String> targeted,
    boolean heuristics,
    OptionalLong defaultTtl,
    boolean storeSetCookie,
    String identity) {
  /** As the standard has it, and no answer with cookies stored. */
  public static final CacheOptions STANDARD =
      new CacheOptions(List.of("cdn-cache-control"), true, OptionalLong.empty(), false, "Proven");
}
