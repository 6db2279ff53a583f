package dev.proven.postgres.setting;

import java.util.Map;
import java.util.Optional;

/**
 * The most memory that a server may come to need: its shared buffers, what every session may take
 * for one large node of a plan, and what maintenance may take at once. It must stay below four
 * fifths of what the server has; the rest is the system's, for its cache of files among others.
 *
 * @param memory that the server has; empty where that is unknown
 * @param sharedBuffers in bytes; at least the usual quarter where the data are larger, so that a
 *     larger work_mem leaves room for them
 * @param sessions that there may be at once
 * @param workMem in bytes
 * @param multiplier of it for hashes
 * @param maintenance in bytes, for all that may run at once
 */
record MemoryBudget(
    Optional<Long> memory,
    long sharedBuffers,
    long sessions,
    long workMem,
    double multiplier,
    long maintenance) {
  private static final double MOST = 0.8;

  static MemoryBudget of(Facts facts) {
    var settings = facts.settings();
    long buffers = settings.bytes("shared_buffers");
    long usual = facts.machine().bytes().map(m -> Math.min(m / 4, facts.serverBytes())).orElse(0L);
    double workers = 1 + settings.number("autovacuum_max_workers", 3);
    return new MemoryBudget(
        facts.machine().bytes(),
        Math.max(buffers, usual),
        facts.connections(),
        settings.bytes("work_mem"),
        Math.max(1, settings.number("hash_mem_multiplier", 1)),
        Math.round(settings.bytes("maintenance_work_mem") * workers));
  }

  /** The same with other values, as a person writes them. */
  MemoryBudget with(Map<String, String> values) {
    return new MemoryBudget(
        memory,
        bytes(values, "shared_buffers").orElse(sharedBuffers),
        sessions,
        bytes(values, "work_mem").orElse(workMem),
        Optional.ofNullable(values.get("hash_mem_multiplier"))
            .map(Double::valueOf)
            .orElse(multiplier),
        maintenance);
  }

  private static Optional<Long> bytes(Map<String, String> values, String name) {
    return Optional.ofNullable(values.get(name))
        .flatMap(Amount::parse)
        .flatMap(a -> Amount.bytesOf(a.unit()).map(f -> Math.round(a.number() * f)));
  }

  private double forSessions() {
    return sessions * workMem * multiplier;
  }

  double total() {
    return sharedBuffers + maintenance + forSessions();
  }

  double most() {
    return memory.map(m -> MOST * m).orElse(0.0);
  }

  /** How much work_mem every session could have. */
  double workMemAllowed() {
    return (most() - sharedBuffers - maintenance) / sessions / multiplier;
  }

  /** Why that would be too much, or cannot be known; empty where it fits. */
  Optional<String> refusal() {
    if (memory.isEmpty()) {
      return Optional.of("how much memory the server has is unknown");
    }
    return total() <= most()
        ? Optional.empty()
        : Optional.of(
            "the server could come to need "
                + Amount.about(total())
                + " (shared buffers "
                + Amount.about(sharedBuffers)
                + ", "
                + sessions
                + " sessions with "
                + Amount.about(workMem * multiplier)
                + " each, maintenance "
                + Amount.about(maintenance)
                + "), and four fifths of its memory are "
                + Amount.about(most()));
  }
}
