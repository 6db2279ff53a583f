package dev.proven.core.stats;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** One case of the golden file: its input, and the comparisons with what is expected. */
record GoldenCase(JsonNode node) {
  /** What METHOD.md names, by the name of the method without its parameter. */
  static final Map<String, Consumer<GoldenCase>> METHODS =
      Map.ofEntries(
          entry("paired_t", GoldenCase::pairedT),
          entry("signed_rank_exact_and_hl", GoldenCase::hodgesLehmann),
          entry("sign_flip_permutation_exact", c -> c.p(SignFlip.exact(c.d()), "p_two_sided")),
          entry("tost", GoldenCase::equivalence),
          entry("noninferiority_paired_margin", GoldenCase::nonInferiorityPaired),
          entry("noninferiority_welch_log_margin", GoldenCase::nonInferiorityWelch),
          entry("power_paired_t_delta", GoldenCase::power),
          entry("always_valid_t_mixture", GoldenCase::mixture),
          entry("welch_t", c -> c.welch(Welch.of(c.x(), c.y()))),
          entry("welch_log_ratio_y_over_x", c -> c.welch(Welch.logRatio(c.x(), c.y()))),
          entry("mann_whitney_exact", c -> c.ranks(MannWhitney.exact(c.x(), c.y()))),
          entry("mann_whitney_exact_with_ties", c -> c.ranks(MannWhitney.exact(c.x(), c.y()))),
          entry("mann_whitney_asymptotic_cc", c -> c.ranks(MannWhitney.asymptotic(c.x(), c.y()))),
          entry("hodges_lehmann_two_sample", GoldenCase::hodgesLehmannTwoSample),
          entry("p_adjust_holm", c -> c.adjusted(Holm.adjust(c.values("p")))),
          entry("p_adjust_BH", c -> c.adjusted(BenjaminiHochberg.adjust(c.values("p")))),
          entry("quantiles", GoldenCase::quantiles));

  /** A method's name ends in its parameter, as in tost_5pct and ..._margin_1.02. */
  private static final Pattern PARAMETER = Pattern.compile("_([0-9.]+)(pct)?$");

  String id() {
    return node.get("id").stringValue();
  }

  String method() {
    return node.get("method").stringValue();
  }

  String family() {
    return PARAMETER.matcher(method()).replaceFirst("");
  }

  void check() {
    Objects.requireNonNull(METHODS.get(family())).accept(this);
  }

  private double parameter() {
    Matcher matcher = PARAMETER.matcher(method());
    assertThat(matcher.find()).as("parameter in %s", method()).isTrue();
    return Double.parseDouble(matcher.group(1));
  }

  private double[] d() {
    return values("d");
  }

  private double[] x() {
    return values("x");
  }

  private double[] y() {
    return values("y");
  }

  private double[] values(String name) {
    return node.get("input").get(name).valueStream().mapToDouble(JsonNode::doubleValue).toArray();
  }

  private void p(double actual, String name) {
    close(actual, name);
  }

  private void pairedT() {
    PairedT test = PairedT.of(d());
    close(test.mean(), "mean");
    close(test.t(), "t");
    close(test.p(), "p");
    ends(test.interval(0.95), "lo", "hi");
  }

  private void welch(Welch test) {
    if (expected().has("est")) {
      close(test.estimate(), "est");
    }
    close(test.t(), "t");
    close(test.degreesOfFreedom(), "df");
    close(test.p(), "p");
    ends(test.interval(0.95), "lo", "hi");
  }

  private void equivalence() {
    double share = parameter() / 100;
    var margin = new Equivalence(Math.log1p(-share), Math.log1p(share));
    close(margin.p(PairedT.of(d())), "p");
  }

  private void nonInferiorityPaired() {
    nonInferiority(NonInferiority.paired(d(), parameter() - 1));
  }

  private void nonInferiorityWelch() {
    nonInferiority(NonInferiority.welchLogRatio(x(), y(), parameter() - 1));
  }

  private void nonInferiority(NonInferiority.Result result) {
    close(result.t(), "t");
    close(result.p(), "p");
    close(result.upperBound(), "upper95");
    assertThat(result.passes()).isEqualTo(expected().get("p").doubleValue() < 0.05);
  }

  private void ranks(MannWhitney.Result result) {
    close(result.p(), "p_two_sided");
    if (expected().has("U_x")) {
      close(result.u(), "U_x");
    }
    if (expected().has("p_greater")) {
      close(result.pGreater(), "p_greater");
    }
  }

  private void hodgesLehmann() {
    HodgesLehmann.OneSample result = HodgesLehmann.oneSample(d(), 0.95);
    close(result.v(), "V");
    close(result.p(), "p");
    close(result.estimate(), "hl");
    if (Double.isFinite(result.lower())) {
      assertThat(result.achievedConfidence()).isGreaterThanOrEqualTo(0.95);
      ends(result.interval(), "lo", "hi");
    } else if (!expected().get("lo").isNull()) {
      // Where 95 % cannot be reached R gives the widest finite interval, with a warning.
      double most = 1 - Math.scalb(1.0, 1 - d().length);
      assertThat(most).isLessThan(0.95);
      ends(HodgesLehmann.oneSample(d(), most).interval(), "lo", "hi");
    }
  }

  private void hodgesLehmannTwoSample() {
    HodgesLehmann.TwoSample result = HodgesLehmann.twoSample(x(), y(), 0.95);
    close(result.estimate(), "estimate");
    if (Double.isFinite(result.lower())) {
      assertThat(result.achievedConfidence()).isGreaterThanOrEqualTo(0.95);
      ends(result.interval(), "lo95", "hi95");
    } else if (!expected().get("lo95").isNull()) {
      // As above: the range of all differences, at whatever confidence that has.
      double most = 1 - 2 * RankSum.of(x().length, y().length).atMost(0);
      assertThat(most).isLessThan(0.95);
      ends(HodgesLehmann.twoSample(x(), y(), most).interval(), "lo95", "hi95");
    }
  }

  private void power() {
    PairedT test = PairedT.of(d());
    double s = test.standardDeviation();
    close(Power.pairedT(parameter(), s, test.n(), 0.05), "power_R_one_tail_exact");
    // R's n80 is where its root finder stopped: 1.22e-4 is the tolerance it states, and the file's
    // 27.4167839 is 4e-6 off the root that scipy finds too. So the root must also be one.
    double n80 = Power.blocks(parameter(), s, 0.05, 0.80);
    assertThat(n80).isCloseTo(expected().get("n80").doubleValue(), within(1.22e-4));
    assertThat(Power.pairedT(parameter(), s, n80, 0.05)).isCloseTo(0.80, within(1e-9));
  }

  private void mixture() {
    double g = node.get("input").get("g").doubleValue();
    double alpha = node.get("input").get("alpha").doubleValue();
    for (int i = 0; i < expected().get("n").size(); i++) {
      int n = expected().get("n").get(i).intValue();
      PairedT test = PairedT.of(Arrays.copyOf(d(), n));
      close(TMixture.eValue(n, test.t(), g), expected().get("e_value").get(i), "e");
      double halfWidth = TMixture.halfWidth(n, test.standardDeviation(), g, alpha);
      close(halfWidth, expected().get("half_width").get(i), "half width");
    }
  }

  private void adjusted(double[] actual) {
    assertThat(actual).hasSize(expected().get("adjusted").size());
    for (int i = 0; i < actual.length; i++) {
      close(actual[i], expected().get("adjusted").get(i), "adjusted " + i);
    }
  }

  private void quantiles() {
    expected()
        .propertyStream()
        .forEach(entry -> {
          double p = Double.parseDouble(entry.getKey());
          // The plain quantile and its interval stand there too; METHOD.md names neither.
          close(HarrellDavis.quantile(x(), p), entry.getValue().get("harrell_davis"), "p" + p);
        });
  }

  @Override
  public String toString() {
    return id() + " (" + method() + ")";
  }

  private JsonNode expected() {
    return node.get("expected");
  }

  private void ends(Interval actual, String lower, String upper) {
    close(actual.lower(), lower);
    close(actual.upper(), upper);
  }

  private void close(double actual, String name) {
    close(actual, expected().get(name), name);
  }

  /** The file writes infinity as null. */
  private void close(double actual, JsonNode wanted, String name) {
    if (wanted.isNull()) {
      assertThat(actual).as(name).isInfinite();
    } else {
      double tolerance = node.get("tolerance_abs").doubleValue();
      assertThat(actual).as(name).isCloseTo(wanted.doubleValue(), within(tolerance));
    }
  }
}
