package dev.proven.postgres.setting;

import java.util.List;

/**
 * {@code effective_cache_size}: how much of the data the planner believes to be in memory. No
 * memory is taken for it.
 */
final class EffectiveCacheSize implements Rule {
  private static final String NAME = "effective_cache_size";
  private static final double SHARE = 0.75;
  private static final long STEP = 256 * Amount.MEGABYTE;

  @Override
  public Advice advise(Facts facts) {
    var memory = facts.machine().bytes();
    if (memory.isEmpty()) {
      return Advice.none(NAME + ": the server's memory is unknown.");
    }
    long now = facts.settings().bytes(NAME);
    long right = Math.max(STEP, (long) (SHARE * memory.get()) / STEP * STEP);
    double ratio = (double) now / right;
    if (ratio > 0.5 && ratio < 1.5) {
      return Advice.none(
          NAME + ": it is " + Amount.about(now) + ", near three quarters of the server's memory.");
    }
    return Advice.of(
        List.of(
            new Candidate(
                NAME,
                Amount.text(right),
                List.of(
                    "It says "
                        + Amount.about(now)
                        + ", and three quarters of the server's memory are "
                        + Amount.about(right)
                        + "."),
                "The planner would know how much stays in memory, which makes indexes cheaper or"
                    + " dearer.",
                "It changes plans of all statements at once, and some may get slower.")));
  }
}
