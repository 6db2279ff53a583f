package dev.proven.postgres.setting;

import java.util.List;

/**
 * {@code shared_buffers}: the pages that the server keeps itself. A page that it must fetch from
 * the system's cache costs a copy, one from the disk a wait.
 */
final class SharedBuffers implements Rule {
  private static final double HIGH = 0.995;

  @Override
  public Advice advise(Facts facts) {
    long now = facts.settings().bytes("shared_buffers");
    long data = facts.serverBytes();
    if (now >= data) {
      return Advice.none(
          "shared_buffers: the data, "
              + Amount.about(data)
              + ", fit into "
              + Amount.about(now)
              + ".");
    }
    var counters = facts.counters();
    if (counters.saysHitRate() && counters.hitRate() > HIGH) {
      return Advice.none(
          "shared_buffers: "
              + Numbers.text(100 * counters.hitRate())
              + " % of the pages are found in them already.");
    }
    var memory = facts.machine().bytes();
    if (memory.isEmpty()) {
      return Advice.none("shared_buffers: the server's memory is unknown.");
    }
    long value = Math.min(2 * Amount.powerOfTwo(data), Amount.powerOfTwo(memory.get() / 4.0));
    return value <= now
        ? Advice.none("shared_buffers: they have a quarter of the server's memory already.")
        : Advice.of(List.of(candidate(value, facts)));
  }

  private static Candidate candidate(long value, Facts facts) {
    var counters = facts.counters();
    return new Candidate(
        "shared_buffers",
        Amount.text(value),
        List.of(
            "The server's databases hold "
                + Amount.about(facts.serverBytes())
                + ", and shared_buffers "
                + facts.setting("shared_buffers").map(Setting::shown).orElse("?")
                + ".",
            counters.saysHitRate()
                ? Numbers.text(100 * counters.hitRate()) + " % of the pages were found in them."
                : "Too few pages were read so far to say how many are found in them.",
            facts.machine().inWords()),
        "Pages would be found in shared buffers instead of being copied from the system's cache.",
        "It takes a restart; the system's own cache shrinks by as much.");
  }
}
