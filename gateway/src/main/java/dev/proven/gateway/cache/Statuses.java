package dev.proven.gateway.cache;

import java.util.Set;

/** What this cache knows of status codes. */
final class Statuses {
  /** Cacheable by heuristics (RFC 9110 section 15.1). */
  private static final Set<Integer> HEURISTIC =
      Set.of(200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501);

  private static final Set<Integer> KNOWN =
      Set.of(
          200, 201, 202, 203, 204, 205, 206, 300, 301, 302, 303, 307, 308, 400, 401, 402, 403, 404,
          405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 421, 422, 426, 500, 501,
          502, 503, 504, 505);

  /** Instead of which a stale answer may be given (RFC 5861 section 4). */
  private static final Set<Integer> ERRORS = Set.of(500, 502, 503, 504);

  private Statuses() {}

  static boolean isHeuristic(int status) {
    return HEURISTIC.contains(status);
  }

  static boolean isUnderstood(int status) {
    return KNOWN.contains(status);
  }

  static boolean isError(int status) {
    return ERRORS.contains(status);
  }
}
