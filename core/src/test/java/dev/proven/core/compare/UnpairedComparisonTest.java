package dev.proven.core.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proven.core.Problem;
import dev.proven.core.experiment.Verdict;
import dev.proven.core.stats.MannWhitney;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnpairedComparisonTest {
  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static String lines(double... values) {
    return DoubleStream.of(values).mapToObj(String::valueOf).collect(Collectors.joining("\n"));
  }

  private UnpairedComparison compare(double[] a, double[] b) throws IOException {
    return UnpairedComparison.of(file("a.txt", lines(a)), file("b.txt", lines(b)), false);
  }

  private static double[] ramp(int n, double from, double step) {
    return DoubleStream.iterate(from, v -> v + step).limit(n).toArray();
  }

  private void refused(String text, String... words) throws IOException {
    var good = file("a.txt", "1\n2\n");
    var bad = file("b.txt", text);
    assertThatThrownBy(() -> UnpairedComparison.of(good, bad, false))
        .isInstanceOfSatisfying(
            Problem.class,
            p -> {
              assertThat(p.kind()).isEqualTo(Problem.Kind.USAGE);
              assertThat(p.what()).contains(words).contains("b.txt");
            });
  }

  @Test
  void aByteOrderMarkBlankLinesAndForeignLineEndsAreNoNumbers() throws IOException {
    var a = file("a.txt", "\uFEFF1\r\n\r\n 2 \r\n3");
    var b = file("b.txt", "\n1\n2\n3\n");
    var same = UnpairedComparison.of(a, b, false);
    assertThat(same.before()).isEqualTo(3);
    assertThat(same.welch().estimate()).isZero();
    assertThat(same.hodgesLehmann().estimate()).isZero();
  }

  @Test
  void whatIsNoNumberIsNamedWithItsLine() throws IOException {
    refused("1\n\n5d\n", "line 3", "\"5d\" is no number");
    refused("1\nNaN\n", "line 2", "\"NaN\" is no number");
    refused("1,5\n", "line 1", "\"1,5\" is no number");
    refused("latency\n1\n2\n", "line 1", "\"latency\" is no number");
    refused("1\n1e200\n", "line 2", "1.0E200");
    refused("1\n-1e-200\n", "line 2", "-1.0E-200");
    refused("1\n", "holds 1 numbers");
    refused("", "holds 0 numbers");
  }

  @Test
  void fiveHundredAgainstFiveHundredIsExact() throws IOException {
    var comparison = compare(ramp(500, 1_000, 2), ramp(500, 901, 2));
    assertThat(comparison.hodgesLehmann().test().method()).isEqualTo(MannWhitney.Method.EXACT);
    assertThat(comparison.hodgesLehmann().exact()).isTrue();
    assertThat(comparison.verdict()).isEqualTo(Verdict.PROVEN);
  }

  @Test
  void moreIsBetterTurnsTheVerdict() throws IOException {
    var a = file("a.txt", lines(ramp(20, 100, 1)));
    var b = file("b.txt", lines(ramp(20, 150, 1)));
    assertThat(UnpairedComparison.of(a, b, false).verdict()).isEqualTo(Verdict.REGRESSED);
    assertThat(UnpairedComparison.of(a, b, true).verdict()).isEqualTo(Verdict.PROVEN);
    assertThat(UnpairedComparison.of(a, a, true).verdict()).isEqualTo(Verdict.NO_EFFECT);
  }

  /** The mean of the logarithms falls far, because of a third of the values, while most rise. */
  @Test
  void testsThatPointInDifferentDirectionsDecideNothing() throws IOException {
    var a = ramp(300, 100, 0.001);
    var b =
        DoubleStream.concat(
                DoubleStream.of(ramp(200, 101, 0.001)), DoubleStream.of(ramp(100, 1, 0.001)))
            .toArray();
    var comparison = compare(a, b);
    assertThat(comparison.welch().p()).isLessThan(1e-6);
    assertThat(comparison.welch().estimate()).isNegative();
    assertThat(comparison.hodgesLehmann().test().p()).isLessThan(1e-3);
    assertThat(comparison.hodgesLehmann().estimate()).isPositive();
    assertThat(comparison.verdict()).isEqualTo(Verdict.UNDERPOWERED);
  }
}
