package dev.proven.core.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a reader must know of the machine that measured: processor, cores, memory, kernel, Java. */
public final class Machine {
  private Machine() {}

  /** Named facts; unknown ones are left out. */
  public static SortedMap<String, String> facts() {
    var facts = new TreeMap<String, String>();
    facts.put("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
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

  private static java.util.Optional<String> line(String file, String key) {
    try (var lines = Files.lines(Path.of(file))) {
      return lines
          .filter(l -> l.startsWith(key))
          .findFirst()
          .map(l -> l.substring(l.indexOf(':') + 1).strip());
    } catch (IOException e) {
      return java.util.Optional.empty();
    }
  }
}
