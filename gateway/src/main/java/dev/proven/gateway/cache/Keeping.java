package dev.proven.gateway.cache;

/** How long a stored answer may be of use, also when it is not fresh any more. */
public final class Keeping {
  private Keeping() {}

  /**
   * Seconds from when the answer came: while it is fresh, and then as long as it may be given stale
   * without asking.
   */
  public static long seconds(Stored stored, CacheOptions options) {
    var control = Control.of(stored.head().fields(), options);
    long fresh =
        Freshness.of(stored.head(), control, stored.responseTime(), options).seconds()
            - Ages.current(stored, stored.responseTime());
    long stale =
        control.forbidsStale()
            ? 0
            : Math.max(
                control.seconds("stale-while-revalidate").orElse(0),
                control.seconds("stale-if-error").orElse(0));
    return Math.max(0, fresh + stale);
  }

  /** Whether the origin can be asked if it is still right, so that it is of use ever after. */
  public static boolean isConfirmable(Stored stored) {
    return Validators.has(stored.head().fields());
  }
}
