package dev.proven.core.evidence;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a reader must know of the machine that measured: processor, cores, memory, kernel, Java. */
public final class Machine {
  private static final String ID = "id";

  /** What stays the same when the system is brought up to date. */
  private static final List<String> IDENTITY = List.of(ID, "cores", "processor");

  private Machine() {}

  /** Named facts; unknown ones are left out. */
  public static SortedMap<String, String> facts() {
    var facts = new TreeMap<String, String>();
    facts.put("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
    facts.put(ID, id());
    facts.put("java", System.getProperty("java.vendor") + " " + System.getProperty("java.version"));
    facts.put(
        "system",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"));
    line("/proc/cpuinfo", "model name").ifPresent(v -> facts.put("processor", v));
    line("/proc/meminfo", "MemTotal").ifPresent(v -> facts.put("memory", v));
    return facts;
  }

  /** Whether facts that were written down are those of this machine. */
  public static boolean isThis(Map<String, String> facts) {
    var here = facts();
    return IDENTITY.stream().allMatch(f -> Objects.equals(facts.get(f), here.get(f)));
  }

  /**
   * Twelve hexadecimal digits that no other machine has, unless one is a copy of the other. They do
   * not tell the number or the name of which they are made.
   */
  public static String id() {
    return Sha256.of("proven " + systemId().orElseGet(Machine::hostName)).substring(0, 12);
  }

  private static Optional<String> systemId() {
    try {
      return Optional.of(Files.readString(Path.of("/etc/machine-id")).strip())
          .filter(id -> !id.isEmpty());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "";
    }
  }

  private static Optional<String> line(String file, String key) {
    try (var lines = Files.lines(Path.of(file))) {
      return lines
          .filter(l -> l.startsWith(key))
          .findFirst()
          .map(l -> l.substring(l.indexOf(':') + 1).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
