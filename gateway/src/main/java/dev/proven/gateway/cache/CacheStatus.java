package dev.proven.gateway.cache;

/** What this cache tells of itself in the Cache-Status field (RFC 9211). */
public final class CacheStatus {
  private CacheStatus() {}

  /** Of an answer out of the cache. */
  public static String hit(String identity, long ttl) {
    return identity + "; hit; ttl=" + ttl;
  }

  /**
   * Of an answer of the origin.
   *
   * @param forward why it was asked
   * @param status of its answer
   * @param stored whether it is stored now
   * @param collapsed whether it was one request for several clients
   * @param detail why it was not stored; empty for nothing
   */
  public static String forwarded(
      String identity,
      String forward,
      int status,
      boolean stored,
      boolean collapsed,
      String detail) {
    return identity
        + "; fwd="
        + forward
        + "; fwd-status="
        + status
        + (stored ? "; stored" : "")
        + (collapsed ? "; collapsed" : "")
        + (detail.isEmpty() ? "" : "; detail=" + detail);
  }
}
