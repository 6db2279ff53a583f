package dev.proven.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.proven.core.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class CompareCommandTest {
  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static String blocks(String metric, int n, double ratio, double noise, long seed) {
    var random = new Random(seed);
    var text = new StringBuilder();
    for (int i = 1; i <= n; i++) {
      double a = 100 * Math.exp(noise * random.nextGaussian());
      double b = 100 * ratio * Math.exp(noise * random.nextGaussian());
      text.append(
          String.format(Locale.ROOT, "%d,A,%s,%s%n%d,B,%s,%s%n", i, metric, a, i, metric, b));
    }
    return text.toString();
  }

  private static JsonNode json(Called called) {
    assertThat(called.code()).as(called.err()).isZero();
    return Json.mapper().readTree(called.out()).get("metrics");
  }

  @Test
  void judgesManyMetricsOfOneFile() throws IOException {
    var csv =
        file(
            "m.csv",
            "block,arm,metric,value\n"
                + blocks("faster", 20, 0.6, 0.05, 1)
                + blocks("slower", 20, 1.2, 0.05, 2)
                + blocks("same", 20, 1.0, 0.01, 3)
                + blocks("noisy", 20, 0.97, 0.4, 4));
    var metrics = json(Called.proven("compare", "--json", csv.toString()));
    assertThat(metrics.get("faster").get("verdict").asString()).isEqualTo("PROVEN");
    assertThat(metrics.get("slower").get("verdict").asString()).isEqualTo("REGRESSED");
    assertThat(metrics.get("same").get("verdict").asString()).isEqualTo("NO EFFECT");
    assertThat(metrics.get("noisy").get("verdict").asString()).isEqualTo("UNDERPOWERED");
    assertThat(metrics.get("noisy").get("blocksStillNeeded").asInt()).isPositive();
    var faster = metrics.get("faster");
    assertThat(faster.get("blocks").asInt()).isEqualTo(20);
    assertThat(faster.get("improvementPercent").get("estimate").asDouble())
        .isCloseTo(40, within(3.0));
    var ratio = faster.get("logRatio");
    for (String test : new String[] {"t", "hodgesLehmann"}) {
      assertThat(ratio.get(test).get("lower").asDouble())
          .isLessThan(ratio.get(test).get("upper").asDouble());
      assertThat(ratio.get(test).get("p").asDouble()).isLessThan(1e-3);
    }
    assertThat(ratio.get("signFlip").get("p").asDouble()).isLessThan(1e-3);
  }

  @Test
  void aMetricOfWhichMoreIsBetterIsTurned() throws IOException {
    var csv = file("m.csv", "block,arm,metric,value\n" + blocks("rps", 12, 1.5, 0.02, 5));
    var rps =
        json(Called.proven("compare", "--json", "--higher", "rps", csv.toString())).get("rps");
    assertThat(rps.get("verdict").asString()).isEqualTo("PROVEN");
    assertThat(rps.get("logRatio").get("estimate").asDouble()).isPositive();
    assertThat(rps.get("improvementPercent").get("lower").asDouble()).isPositive();
  }

  @Test
  void severalValuesOfABlockAreAveragedToTheLaunch() throws IOException {
    var once = "1,A,m,4\n1,B,m,2\n2,A,m,4.4\n2,B,m,2.1\n3,A,m,4.2\n3,B,m,2.2\n";
    var twice = "1,A,m,2\n1,A,m,8\n1,B,m,1\n1,B,m,4\n2,A,m,4.4\n2,B,m,2.1\n3,A,m,4.2\n3,B,m,2.2\n";
    var header = "block,arm,metric,value\n";
    var one = json(Called.proven("compare", "--json", file("1.csv", header + once).toString()));
    var two = json(Called.proven("compare", "--json", file("2.csv", header + twice).toString()));
    assertThat(two.get("m").get("blocks").asInt()).isEqualTo(3);
    assertThat(two.get("m").get("logRatio").get("estimate").asDouble())
        .isCloseTo(one.get("m").get("logRatio").get("estimate").asDouble(), within(1e-12));
  }

  @Test
  void comparesTwoFilesOfNumbers() throws IOException {
    var a = file("a.txt", "10\n11\n9\n10.5\n10.2\n9.8\n10.1\n");
    var b = file("b.txt", "5\n5.5\n4.9\n5.2\n5.1\n4.8\n5.3\n");
    var value = json(Called.proven("compare", "--json", a.toString(), b.toString())).get("value");
    assertThat(value.get("welch").get("estimate").asDouble()).isNegative();
    assertThat(value.get("hodgesLehmann").get("upper").asDouble()).isNegative();
    assertThat(value.get("mannWhitney").get("method").asString()).isEqualTo("exact");
    assertThat(value.get("mannWhitney").get("p").asDouble()).isCloseTo(2.0 / 3432, within(1e-12));
    assertThat(value.get("exploratory").asBoolean()).isTrue();
    assertThat(value.get("hodgesLehmann").get("method").asString()).isEqualTo("exact");
    assertThat(Called.proven("compare", a.toString(), b.toString()).out())
        .contains("Hodges-Lehmann, exact", "Mann-Whitney, exact", "interleave");
  }

  @Test
  void saysHowThePOfTwoFilesWasFound() throws IOException {
    var a = file("a.txt", "10\n11\n12\n13\n14\n");
    var tied = file("b.txt", "10\n15\n16\n");
    assertThat(Called.proven("compare", a.toString(), tied.toString()).out())
        .contains("Mann-Whitney, exact, given the ties");
    var many = file("c.txt", "10\n15\n16\n".repeat(3_000));
    assertThat(Called.proven("compare", a.toString(), many.toString()).out())
        .contains("Hodges-Lehmann, exact", "Mann-Whitney, normal approximation");
  }

  @Test
  void twoFilesOfNumbersHaveOneMetric() throws IOException {
    var a = file("a.txt", "10\n11\n9\n10.5\n10.2\n9.8\n");
    var b = file("b.txt", "20\n21\n19\n20.5\n20.2\n19.8\n");
    var more = Called.proven("compare", "--higher", "value", a.toString(), b.toString());
    assertThat(more.out()).contains("+ PROVEN");
    var unknown = Called.proven("compare", "--higher", "rps", a.toString(), b.toString());
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("--higher value");
  }

  @Test
  void aSingleBlockIsShownWithoutAnInterval() throws IOException {
    var csv = file("m.csv", "block,arm,metric,value\n1,A,m,10\n1,B,m,5\n");
    var called = Called.proven("compare", csv.toString());
    assertThat(called.code()).isZero();
    assertThat(called.out()).contains("-50.0 % [one block]", "~ UNDERPOWERED");
    var m = json(Called.proven("compare", "--json", csv.toString())).get("m");
    assertThat(m.get("blocks").asInt()).isOne();
    assertThat(m.get("logRatio").get("t").get("lower").isNull()).isTrue();
    assertThat(m.get("blocksStillNeeded").asInt()).isEqualTo(-1);
  }

  @Test
  void theTableNamesEveryVerdictWithItsSign() throws IOException {
    var csv =
        file(
            "m.csv",
            "block,arm,metric,value\n" + blocks("f", 8, 0.5, 0.02, 6) + blocks("s", 8, 2, 0.02, 7));
    var out = Called.proven("compare", csv.toString()).out();
    assertThat(out).contains("+ PROVEN", "! REGRESSED", "-50", "+1");
  }

  private void refused(String csv, String... words) throws IOException {
    var called = Called.proven("compare", file("bad.csv", csv).toString());
    assertThat(called.code()).isEqualTo(2);
    assertThat(called.err()).contains(words).doesNotContain("\tat ");
    assertThat(called.out()).isEmpty();
  }

  @Test
  void badFilesAreRefusedWithLineAndReason() throws IOException {
    var header = "block,arm,metric,value\n";
    refused(header + "1,A,m,3\n2,A,m,4\n2,B,m,4\n", "block 1", "arm B is missing");
    refused(header + "1,A,m,3\n1,B,m,NaN\n", "line 3", "NaN");
    refused(header + "1,A,m,3\n1,B,m,x\n", "line 3", "\"x\" is no number");
    refused(header + "1,A,m,3\n1,C,m,3\n", "line 3", "\"C\"");
    refused(header + "1,A,m,3\n1,B,m,0\n", "line 3", "above zero");
    refused(header + "1,A,m,3\n1,B,m\n", "line 3", "3 fields");
    refused(header, "no row");
    refused("1\n2\n", "two files of one number a line");
    refused("", "block,arm,metric,value");
    refused("block;arm;metric;value\n1;A;m;3,5\n", "line 1", "semicolons", "commas");
    refused("\n\"block,arm,metric,value\n", "line 2", "quote is not closed");
  }

  @Test
  void aMissingFileAndAnUnknownMetricAreUsageErrors() throws IOException {
    assertThat(Called.proven("compare", folder.resolve("none.csv").toString()).code()).isEqualTo(2);
    var csv = file("m.csv", "block,arm,metric,value\n" + blocks("rps", 6, 1.5, 0.02, 5));
    var called = Called.proven("compare", "--higher", "rsp", csv.toString());
    assertThat(called.code()).isEqualTo(2);
    assertThat(called.err()).contains("rsp", "rps");
  }
}
