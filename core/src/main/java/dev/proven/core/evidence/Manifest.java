package dev.proven.core.evidence;

import dev.proven.core.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The SHA-256 of every file of a run, in the format of {@code sha256sum}, closed by a hash over the
 * list itself, so that one changed byte anywhere in the folder is found and named. What was done
 * with a finished run later, below {@value RunFolder#APPLIED}, is not part of it.
 */
public final class Manifest {
  public static final String FILE = "manifest.sha256";
  private static final String SELF = "  this list";

  private Manifest() {}

  /** Writes the manifest of a folder as it now stands. */
  public static void write(Path root) {
    try {
      Files.writeString(root.resolve(FILE), text(hashes(root)), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Compares a folder with its manifest.
   *
   * @return one line for each file that was changed, is missing or was added; empty if none
   */
  public static List<String> differences(Path root) {
    var file = root.resolve(FILE);
    try {
      if (!Files.exists(file)) {
        return List.of(FILE + " is missing");
      }
      var written = Files.readAllBytes(file);
      var now = hashes(root);
      return List.copyOf(compare(new String(written, StandardCharsets.UTF_8), now));
    } catch (IOException e) {
      throw Problem.failed(
              "The run in " + root + " cannot be read: " + e.getMessage(),
              "Check that the folder is complete and readable.")
          .causedBy(e);
    }
  }

  private static List<String> compare(String written, Map<String, String> now) {
    var differences = new ArrayList<String>();
    var recorded = new TreeMap<String, String>();
    written
        .lines()
        .filter(l -> l.length() > 66 && !l.endsWith(SELF))
        .forEach(l -> recorded.put(l.substring(66), l.substring(0, 64)));
    if (!written.equals(text(recorded))) {
      differences.add(FILE + " was changed");
    }
    var all = new TreeSet<>(recorded.keySet());
    all.addAll(now.keySet());
    for (String name : all) {
      if (!now.containsKey(name)) {
        differences.add(name + " is missing");
      } else if (!recorded.containsKey(name)) {
        differences.add(name + " is not in the manifest");
      } else if (!recorded.get(name).equals(now.get(name))) {
        differences.add(name + " was changed");
      }
    }
    return differences;
  }

  private static String text(Map<String, String> hashes) {
    var list =
        hashes.entrySet().stream()
            .map(e -> e.getValue() + "  " + e.getKey() + "\n")
            .collect(Collectors.joining());
    return list + Sha256.of(list) + SELF + "\n";
  }

  private static Map<String, String> hashes(Path root) throws IOException {
    var hashes = new TreeMap<String, String>();
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        String name = root.relativize(file).toString().replace('\\', '/');
        if (!name.equals(FILE) && !name.startsWith(RunFolder.APPLIED + "/")) {
          hashes.put(name, Sha256.of(file));
        }
      }
    }
    return hashes;
  }
}
