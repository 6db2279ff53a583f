package dev.proven.postgres.setting;

import java.util.List;

/** {@code wal_compression}: whether whole pages are compressed on their way into the log. */
final class LogCompression implements Rule {
  private static final String NAME = "wal_compression";
  private static final double LEAST_SHARE = 0.3;
  private static final double PAGE = 8192;

  @Override
  public Advice advise(Facts facts) {
    if (!facts.writes()) {
      return Advice.none(NAME + ": the workload writes nothing, so nothing could be shown.");
    }
    var setting = facts.setting(NAME);
    if (setting.filter(s -> s.value().equals("off")).isEmpty()) {
      return Advice.none(NAME + ": it is on.");
    }
    var counters = facts.counters();
    double share = Math.min(1, PAGE * counters.wholePages() / Math.max(1, counters.logBytes()));
    if (share < LEAST_SHARE) {
      return Advice.none(
          NAME + ": whole pages are not known to be a large part of the log (pg_stat_wal).");
    }
    var value = setting.filter(s -> s.words().contains("lz4")).isPresent() ? "lz4" : "on";
    return Advice.of(
        List.of(
            new Candidate(
                NAME,
                value,
                List.of(
                    counters.wholePages()
                        + " whole pages were written into the log, up to "
                        + Numbers.text(100 * share)
                        + " % of its "
                        + Amount.about(counters.logBytes())
                        + "."),
                "Less log to write and to send to replicas.",
                "Compressing takes processor time.")));
  }
}
