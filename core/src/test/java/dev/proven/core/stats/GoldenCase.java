package dev.proven.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** One case of the golden file: its input, and the comparisons with what is expected. */
record GoldenCase(JsonNode node) {
  /** A method's name ends in its parameter, as in tost_5pct and ..._margin_1.02. */
  private static final Pattern PARAMETER = Pattern.compile("_([0-9.]+)(pct)?$");

  String family() {
    return PARAMETER.matcher(method()).replaceFirst("");
  }

  double ratio() {
    Matcher matcher = PARAMETER.matcher(method());
    assertThat(matcher.find()).as("parameter in %s", method()).isTrue();
    return Double.parseDouble(matcher.group(1));
  }

  double percent() {
    return ratio() / 100;
  }

  double[] d() {
    return values("d");
  }

  double[] x() {
    return values("x");
  }

  double[] y() {
    return values("y");
  }

  double[] values(String name) {
    return node.get("input").get(name).valueStream().mapToDouble(JsonNode::doubleValue).toArray();
  }

  void p(double actual, String name) {
    close(actual, name);
  }

  void pairedT() {
    PairedT test = PairedT.of(d());
    close(test.mean(), "mean");
    close(test.t(), "t");
    close(test.p(), "p");
    ends(test.interval(0.95), "lo", "hi");
  }

  void welch(Welch test) {
    if (expected().has("est")) {
      close(test.estimate(), "est");
    }
    close(test.t(), "t");
    close(test.degreesOfFreedom(), "df");
    close(test.p(), "p");
    ends(test.interval(0.95), "lo", "hi");
  }

  void nonInferiority(NonInferiority.Result result) {
    close(result.t(), "t");
    close(result.p(), "p");
    close(result.upperBound(), "upper95");
    assertThat(result.passes()).isEqualTo(expected().get("p").doubleValue() < 0.05);
  }

  void mannWhitney(MannWhitney.Result result) {
    close(result.p(), "p_two_sided");
    if (expected().has("U_x")) {
      close(result.u(), "U_x");
    }
    if (expected().has("p_greater")) {
      close(result.pGreater(), "p_greater");
    }
  }

  void hodgesLehmann() {
    HodgesLehmann.OneSample result = HodgesLehmann.oneSample(d(), 0.95);
    close(result.v(), "V");
    close(result.p(), "p");
    close(result.estimate(), "hl");
    if (Double.isFinite(result.lower())) {
      assertThat(result.achievedConfidence()).isGreaterThanOrEqualTo(0.95);
      ends(result.interval(), "lo", "hi");
    } else if (!expected().get("lo").isNull()) {
      // Where 95 % cannot be reached R gives the widest finite interval, with a warning.
      double most = HodgesLehmann.highestConfidence(d().length);
      assertThat(most).isLessThan(0.95);
      ends(HodgesLehmann.oneSample(d(), most).interval(), "lo", "hi");
    }
  }

  void hodgesLehmannTwoSample() {
    HodgesLehmann.TwoSample result = HodgesLehmann.twoSample(x(), y(), 0.95);
    close(result.estimate(), "estimate");
    if (Double.isFinite(result.lower())) {
      assertThat(result.achievedConfidence()).isGreaterThanOrEqualTo(0.95);
      ends(result.interval(), "lo95", "hi95");
    } else if (!expected().get("lo95").isNull()) {
      // As above: the range of all differences, at whatever confidence that has.
      double most = 1 - 2 * RankSum.untiedCumulative(x().length, y().length)[0];
      assertThat(most).isLessThan(0.95);
      ends(HodgesLehmann.twoSample(x(), y(), most).interval(), "lo95", "hi95");
    }
  }

  void power() {
    PairedT test = PairedT.of(d());
    double s = test.standardDeviation();
    close(Power.pairedT(ratio(), s, test.n(), 0.05), "power_R_one_tail_exact");
    // R's n80 is where its root finder stopped: 1.22e-4 is the tolerance it states, and the file's
    // 27.4167839 is 4e-6 off the root that scipy finds too. So the root must also be one.
    double n80 = Power.blocks(ratio(), s, 0.05, 0.80);
    assertThat(n80).isCloseTo(expected().get("n80").doubleValue(), within(1.22e-4));
    assertThat(Power.pairedT(ratio(), s, n80, 0.05)).isCloseTo(0.80, within(1e-9));
  }

  void mixture() {
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

  void adjusted(double[] actual) {
    assertThat(actual).hasSize(expected().get("adjusted").size());
    for (int i = 0; i < actual.length; i++) {
      close(actual[i], expected().get("adjusted").get(i), "adjusted " + i);
    }
  }

  void quantiles() {
    expected()
        .propertyStream()
        .forEach(entry -> {
          double p = Double.parseDouble(entry.getKey());
          JsonNode wanted = entry.getValue();
          close(Quantiles.linear(x(), p), wanted.get("type7"), "type7");
          close(HarrellDavis.quantile(x(), p), wanted.get("harrell_davis"), "harrell_davis");
        });
  }

  @Override
  public String toString() {
    return node.get("id").stringValue() + " (" + method() + ")";
  }

  private String method() {
    return node.get("method").stringValue();
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
      double value = wanted.doubleValue();
      // Printed with 15 to 17 digits, large values carry no more than this.
      assertThat(actual)
          .as(name)
          .isCloseTo(value, within(Math.max(tolerance, 1e-12 * Math.abs(value))));
    }
  }
}
