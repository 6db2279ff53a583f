package dev.proven.core.stats;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file of cases that R and scipy computed: the one beside this class, or the one that {@code
 * -Dproven.golden=FILE} names.
 *
 * @param root with {@code cases} and, perhaps, the {@code rng} whose first numbers it gives
 */
record GoldenFile(JsonNode root) {
  /** What such a file also holds and this package leaves out, with the reason. */
  private static final Map<String, String> LEFT_OUT =
      Map.of(
          "sign_test", "METHOD.md flips signs of values, which says more than counting signs",
          "p_adjust_BY", "METHOD.md ranks candidates by Benjamini-Hochberg alone",
          "p_adjust_hochberg", "METHOD.md raises alarms by Holm, which needs no independence",
          "bootstrap_mean", "METHOD.md keeps the bootstrap for drawings: 7-13 % false positives",
          "autocorrelation", "the unit of inference is the block, in random order");

  static GoldenFile given() {
    String file = System.getProperty("proven.golden", "");
    return file.isEmpty() ? own() : read(locate(file, System.getProperty("proven.started.in", "")));
  }

  static GoldenFile own() {
    try (InputStream in = GoldenFile.class.getResourceAsStream("golden.json")) {
      return new GoldenFile(JsonMapper.shared().readTree(Objects.requireNonNull(in)));
    } catch (IOException e) {
      throw new AssertionError("cannot read the golden file beside this class", e);
    }
  }

  /** Maven runs the tests of a module in its folder, which is not where the user is. */
  static Path locate(String file, String startedIn) {
    return Path.of(startedIn).resolve(file).toAbsolutePath().normalize();
  }

  static GoldenFile read(Path file) {
    try {
      return new GoldenFile(JsonMapper.shared().readTree(Files.readString(file)));
    } catch (IOException e) {
      throw new AssertionError("cannot read the golden file " + file, e);
    }
  }

  Stream<GoldenCase> cases() {
    return root.path("cases").valueStream().map(GoldenCase::new);
  }

  /** The seeds with the first numbers drawn from them; a file may have none. */
  Stream<JsonNode> streams() {
    return root.path("rng").path("splitmix64").valueStream();
  }

  /** Why a method is not computed here; empty if it is. */
  static String reasonToLeaveOut(GoldenCase golden) {
    if (GoldenCase.METHODS.containsKey(golden.family())) {
      return "";
    }
    return LEFT_OUT.getOrDefault(golden.method(), "METHOD.md names no such method");
  }

  /** How many cases are computed, and which methods are not and why. */
  String summary() {
    var leftOut = new TreeMap<String, String>();
    cases()
        .filter(golden -> !reasonToLeaveOut(golden).isEmpty())
        .forEach(golden -> leftOut.put(golden.method(), reasonToLeaveOut(golden)));
    long computed = cases().filter(golden -> reasonToLeaveOut(golden).isEmpty()).count();
    return "golden file: %d cases, %d computed; left out: %s"
        .formatted(cases().count(), computed, leftOut.isEmpty() ? "none" : leftOut);
  }
}
