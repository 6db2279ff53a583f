package dev.proven.postgres.setting;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * What a server has of its machine: no more than the limits of its own control groups, whatever the
 * machine has.
 *
 * @param memory bytes; empty where it cannot be read
 * @param cores of the processor, a fraction where time on them is limited; empty where unknown
 * @param hugePages free bytes in huge pages
 * @param limited whether a control group gives it less memory than the machine has
 */
record ServerMachine(OptionalLong memory, OptionalDouble cores, long hugePages, boolean limited) {
  private static final Pattern LIST = Pattern.compile("(\\d+)(?:-(\\d+))?");

  static ServerMachine read(ServerFiles files) {
    var memoryInfo = files.read("/proc/meminfo").orElse("");
    var total = kilobytes(memoryInfo, "MemTotal");
    var groups = new ControlGroups(files);
    var limit = groups.memoryLimit();
    boolean limited =
        limit.isPresent() && total.isPresent() && limit.getAsLong() < total.getAsLong();
    return new ServerMachine(
        limited ? limit : total,
        smaller(allowed(files), groups.coreLimit()),
        kilobytes(memoryInfo, "HugePages_Free").orElse(0)
            / 1024
            * kilobytes(memoryInfo, "Hugepagesize").orElse(0),
        limited);
  }

  private static OptionalLong kilobytes(String memoryInfo, String key) {
    return memoryInfo
        .lines()
        .filter(l -> l.startsWith(key + ":"))
        .map(l -> l.substring(key.length() + 1).replace("kB", "").strip())
        .mapToLong(n -> 1024 * Long.parseLong(n))
        .findFirst();
  }

  private static OptionalDouble allowed(ServerFiles files) {
    var list =
        files
            .read("/proc/self/status")
            .flatMap(s -> s.lines().filter(l -> l.startsWith("Cpus_allowed_list:")).findFirst())
            .map(l -> l.substring(l.indexOf(':') + 1).strip());
    return list.map(l -> OptionalDouble.of(count(l))).orElse(OptionalDouble.empty());
  }

  /** Of a list such as {@code 0-3,8}. */
  private static double count(String list) {
    return LIST.matcher(list)
        .results()
        .mapToInt(m ->
            m.group(2) == null
                ? 1
                : Integer.parseInt(m.group(2)) - Integer.parseInt(m.group(1)) + 1)
        .sum();
  }

  private static OptionalDouble smaller(OptionalDouble a, OptionalDouble b) {
    return a.isPresent() && b.isPresent()
        ? OptionalDouble.of(Math.min(a.getAsDouble(), b.getAsDouble()))
        : a.isPresent() ? a : b;
  }

  /** What was found, in words. */
  String inWords() {
    var text = new StringBuilder();
    if (memory.isEmpty()) {
      text.append(
          "The server's memory is unknown: its role may not read server files and its processes"
              + " are not seen from here");
    } else {
      text.append("The server has ")
          .append(Amount.about(memory.getAsLong()))
          .append(" of memory")
          .append(limited ? " by the limit of its control group, less than the machine has" : "");
    }
    cores.ifPresent(c -> text.append(", ").append(Numbers.text(c)).append(" processor cores"));
    return text.append('.').toString();
  }

  Optional<Long> bytes() {
    return memory.isPresent() ? Optional.of(memory.getAsLong()) : Optional.empty();
  }
}
