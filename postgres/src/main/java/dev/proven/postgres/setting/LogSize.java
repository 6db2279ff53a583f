package dev.proven.postgres.setting;

import java.util.List;

/**
 * {@code max_wal_size}: how far the log may grow before a checkpoint is forced. After each one
 * every page is written into the log as a whole when it is first changed.
 */
final class LogSize implements Rule {
  private static final String NAME = "max_wal_size";
  private static final long FEWEST = 5;
  private static final long GIGABYTE = 1L << 30;
  private static final long MOST = 16 * GIGABYTE;

  @Override
  public Advice advise(Facts facts) {
    if (!facts.writes()) {
      return Advice.none(NAME + ": the workload writes nothing, so nothing could be shown.");
    }
    var counters = facts.counters();
    long now = facts.settings().bytes(NAME);
    boolean byLog = counters.logBytes() == 0 || counters.logBytes() > 2 * now;
    if (counters.checkpointsForced() < FEWEST || !byLog) {
      return Advice.none(
          NAME
              + ": it has forced few checkpoints, if any ("
              + counters.checkpointsForced()
              + " not due, "
              + counters.checkpointsDue()
              + " due).");
    }
    long value =
        Math.min(MOST, Math.max(GIGABYTE, 8 * Math.max(Amount.MEGABYTE, Amount.powerOfTwo(now))));
    return value <= now
        ? Advice.none(NAME + ": it is " + Amount.about(now) + " already.")
        : Advice.of(
            List.of(
                new Candidate(
                    NAME,
                    Amount.text(value),
                    List.of(
                        counters.checkpointsForced()
                            + " checkpoints were forced or asked for, "
                            + counters.checkpointsDue()
                            + " were due.",
                        "With "
                            + Amount.about(now)
                            + " a checkpoint is forced whenever about half of that was written;"
                            + (counters.logBytes() == 0
                                ? ""
                                : " so far " + Amount.about(counters.logBytes()) + " were.")),
                    "Fewer checkpoints, and fewer whole pages in the log.",
                    "The log takes up to "
                        + Amount.text(value)
                        + " of disk, and recovery after a crash takes longer.")));
  }
}
