package dev.proven.postgres.setting;

import java.util.List;

/** {@code wal_buffers}: how much log may wait in memory to be written. */
final class LogBuffers implements Rule {
  private static final String NAME = "wal_buffers";
  private static final long FEWEST = 1000;
  private static final long ENOUGH = 64 * Amount.MEGABYTE;

  @Override
  public Advice advise(Facts facts) {
    if (!facts.writes()) {
      return Advice.none(NAME + ": the workload writes nothing, so nothing could be shown.");
    }
    long now = facts.settings().bytes(NAME);
    long full = facts.counters().buffersFull();
    if (full < FEWEST || now >= ENOUGH) {
      return Advice.none(NAME + ": they were full " + full + " times, which is seldom or unknown.");
    }
    return Advice.of(
        List.of(
            new Candidate(
                NAME,
                Amount.text(ENOUGH),
                List.of("The buffers, " + Amount.about(now) + ", were full " + full + " times."),
                "Writers would wait less for others to write the log.",
                "It takes a restart, and that much memory.")));
  }
}
