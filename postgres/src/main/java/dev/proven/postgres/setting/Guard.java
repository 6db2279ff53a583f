package dev.proven.postgres.setting;

import java.util.Map;
import java.util.Optional;

/**
 * Refuses values with which a server would not start, or would run out of memory. It looks at
 * pg_settings and the server's memory and starts nothing.
 */
record Guard(Facts facts) {
  /** Buffers take a little more shared memory than their pages. */
  private static final double OVERHEAD = 1.05;

  /** Why a value must not be tried; empty where nothing speaks against it. */
  Optional<String> refusal(String name, String value) {
    var setting = facts.setting(name);
    if (setting.isEmpty()) {
      return Optional.of("this version of the server has no " + name);
    }
    if (facts.ofRole().contains(name)) {
      return Optional.of(
          "ALTER ROLE has given the role a "
              + name
              + " of its own, which wins over the database's and the server's; change it there");
    }
    if (setting.get().source().equals("command line")) {
      return Optional.of(
          "the server's command line sets " + name + ", which wins; change it there");
    }
    return setting
        .get()
        .refusal(value)
        .or(() -> memory(name, value))
        .or(() -> hugePages(setting.get(), value));
  }

  /**
   * Why a value would harm a server in use; empty where nothing speaks against it, or nothing is
   * known of the server's memory. A server that has promised too much may always promise less.
   *
   * @param together all values that are to be set
   */
  Optional<String> harm(String name, String value, Map<String, String> together) {
    return facts
        .setting(name)
        .flatMap(
            s -> s.refusal(value).or(() -> growth(name, together)).or(() -> hugePages(s, value)));
  }

  private Optional<String> growth(String name, Map<String, String> together) {
    var now = MemoryBudget.of(facts);
    var then = now.with(together);
    return isOfMemory(name) && now.memory().isPresent() && then.total() > now.total()
        ? then.refusal()
        : Optional.empty();
  }

  static boolean isOfMemory(String name) {
    return name.equals("shared_buffers") || Knobs.MEMORY.contains(name);
  }

  private Optional<String> memory(String name, String value) {
    return isOfMemory(name)
        ? MemoryBudget.of(facts)
            .with(Map.of(name, value))
            .refusal()
            .map(why -> name + " = " + value + " is too much: " + why)
        : Optional.empty();
  }

  /** With huge_pages = on a server that finds too few of them does not start. */
  private Optional<String> hugePages(Setting setting, String value) {
    boolean must = facts.setting("huge_pages").filter(h -> h.value().equals("on")).isPresent();
    if (!must || !setting.name().equals("shared_buffers")) {
      return Optional.empty();
    }
    double wanted = setting.inUnit(value).orElse(0.0) * Amount.bytesOf(setting.unit()).orElse(0.0);
    double there = facts.machine().hugePages() + setting.bytes();
    return wanted * OVERHEAD <= there
        ? Optional.empty()
        : Optional.of(
            "huge_pages is on, and the machine has huge pages for "
                + Amount.about(there)
                + " only: the server would not start with shared_buffers = "
                + value);
  }
}
