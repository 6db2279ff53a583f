package dev.proven.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every case of the golden file, computed by R and scipy, against this package. The file is the one
 * beside this class, or the one that {@code -Dproven.golden=FILE} names.
 */
class GoldenTest {
  /** What the file also holds and this package leaves out, with the reason. */
  private static final Map<String, String> LEFT_OUT =
      Map.of(
          "p_adjust_BY", "METHOD.md ranks candidates by Benjamini-Hochberg alone",
          "p_adjust_hochberg", "METHOD.md raises alarms by Holm, which needs no independence",
          "bootstrap_mean", "METHOD.md keeps the bootstrap for drawings: 7-13 % false positives",
          "autocorrelation", "the unit of inference is the block, in random order");

  @TestFactory
  Stream<DynamicTest> cases() {
    return read()
        .get("cases")
        .valueStream()
        .filter(golden -> !LEFT_OUT.containsKey(golden.get("method").stringValue()))
        .map(golden -> dynamicTest(golden.get("id").stringValue(), () -> check(golden)));
  }

  @TestFactory
  Stream<DynamicTest> generator() {
    return read()
        .get("rng")
        .get("splitmix64")
        .valueStream()
        .map(golden -> dynamicTest("splitmix64/" + golden.get("seed"), () -> checkStream(golden)));
  }

  @Test
  void theFileHoldsCasesThatAreNotLeftOut() {
    assertThat(cases().count()).isGreaterThan(20);
    assertThat(generator().count()).isPositive();
  }

  private static void check(JsonNode golden) {
    GoldenCase given = new GoldenCase(golden);
    switch (given.family()) {
      case "paired_t" -> given.pairedT();
      case "signed_rank_exact_and_hl" -> given.hodgesLehmann();
      case "sign_test" -> given.p(SignTest.pValue(given.d()), "p");
      case "sign_flip_permutation_exact" -> given.p(SignFlip.exact(given.d()), "p_two_sided");
      case "tost" -> given.p(Equivalence.paired(given.d(), given.percent()).p(), "p");
      case "noninferiority_paired_margin" ->
          given.nonInferiority(NonInferiority.paired(given.d(), given.ratio() - 1));
      case "noninferiority_welch_log_margin" ->
          given.nonInferiority(
              NonInferiority.welchLogRatio(given.x(), given.y(), given.ratio() - 1));
      case "power_paired_t_delta" -> given.power();
      case "always_valid_t_mixture" -> given.mixture();
      case "welch_t" -> given.welch(Welch.of(given.x(), given.y()));
      case "welch_log_ratio_y_over_x" -> given.welch(Welch.logRatio(given.x(), given.y()));
      case "mann_whitney_exact" -> given.mannWhitney(MannWhitney.exact(given.x(), given.y()));
      case "mann_whitney_exact_with_ties" ->
          given.mannWhitney(MannWhitney.exact(given.x(), given.y()));
      case "mann_whitney_asymptotic_cc" ->
          given.mannWhitney(MannWhitney.asymptotic(given.x(), given.y()));
      case "hodges_lehmann_two_sample" -> given.hodgesLehmannTwoSample();
      case "p_adjust_holm" -> given.adjusted(Holm.adjust(given.values("p")));
      case "p_adjust_BH" -> given.adjusted(BenjaminiHochberg.adjust(given.values("p")));
      case "quantiles" -> given.quantiles();
      default -> throw new AssertionError("no such method here, and not left out: " + given);
    }
  }

  private static void checkStream(JsonNode golden) {
    SplitMix64 random = new SplitMix64(golden.get("seed").longValue());
    List<String> drawn =
        Stream.generate(() -> "%016x".formatted(random.nextLong())).limit(5).toList();
    assertThat(golden.get("first5_hex").valueStream().map(JsonNode::stringValue).toList())
        .isEqualTo(drawn);
  }

  private static JsonNode read() {
    String file = System.getProperty("proven.golden", "");
    try (InputStream in =
        file.isEmpty()
            ? Objects.requireNonNull(GoldenTest.class.getResourceAsStream("golden.json"))
            : Files.newInputStream(Path.of(file))) {
      return JsonMapper.shared().readTree(in);
    } catch (IOException e) {
      throw new AssertionError("cannot read the golden file " + file, e);
    }
  }
}
