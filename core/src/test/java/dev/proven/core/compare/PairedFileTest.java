package dev.proven.core.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.proven.core.Problem;
import dev.proven.core.experiment.Verdict;
import dev.proven.core.stats.HodgesLehmann;
import dev.proven.core.stats.NonInferiority;
import dev.proven.core.stats.PairedT;
import dev.proven.core.stats.SignFlip;
import dev.proven.core.stats.SplitMix64;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PairedFileTest {
  private static final String HEADER = "block,arm,metric,value\n";

  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("m.csv"), text);
  }

  private List<PairedComparison> judge(String text) throws IOException {
    var file = file(text);
    assertThat(PairedFile.isOne(file)).isTrue();
    return new PairedFile().add(file).judge(Set.of());
  }

  private void refused(String text, String... words) throws IOException {
    var file = file(text);
    assertThatThrownBy(() -> new PairedFile().add(file).judge(Set.of()))
        .isInstanceOfSatisfying(
            Problem.class,
            p -> {
              assertThat(p.kind()).isEqualTo(Problem.Kind.USAGE);
              assertThat(p.what()).contains(words).hasSizeLessThan(300);
              assertThat(p.advice()).isNotEmpty();
            });
  }

  /** Two blocks, 10 to 20 and 40 to 20: the mean ratio is one. */
  private void isRead(String text) throws IOException {
    var comparison = judge(text).getFirst();
    assertThat(comparison.metric()).isEqualTo("m");
    assertThat(comparison.blocks()).isEqualTo(2);
    assertThat(comparison.before()).isCloseTo(20, within(1e-12));
    assertThat(comparison.after()).isEqualTo(20);
    assertThat(comparison.result().effect()).isZero();
  }

  @Test
  void formsThatPeopleAndProgramsWriteAreRead() throws IOException {
    var rows = "1,A,m,10\n1,B,m,20\n2,A,m,40\n2,B,m,20\n";
    isRead(HEADER + rows);
    isRead("\uFEFF" + HEADER + rows);
    isRead("\n  \r\n" + HEADER + "\n" + rows + "\n\n");
    isRead((HEADER + rows).replace("\n", "\r\n"));
    isRead((HEADER + rows).replace("\n", "  \n").replace(",", " , "));
    isRead((HEADER + rows).replace("\n", "\r"));
    isRead((HEADER + rows).strip());
    isRead("\"Block\",\"ARM\",\"Metric\",\"value\"\n" + rows.replace("m", "\"m\""));
    isRead((HEADER + rows).replace(",A", ", \"A\" "));
    isRead("value,metric,arm,block\n10,m,A,1\n20,m,B,1\n40,m,A,2\n20,m,B,2\n");
    isRead("time,block,arm,metric,value,unit\n,1,A,m,10,\n,1,B,m,20,s\n,2,A,m,40,\n,2,B,m,20,\n");
    isRead(HEADER + "1,a,m,1e1\n1,b,m,+20.0\n2,a,m,4.0E+1\n2,b,m,.2e2\n");
  }

  @Test
  void aWholeNumberNamesTheSameBlockHoweverItIsWritten() throws IOException {
    isRead(HEADER + "1,A,m,10\n01,B,m,20\n2.0,A,m,40\n002,B,m,20\n");
    var names = judge(HEADER + "b1,A,m,1\nb1,B,m,1\nb01,A,m,1\nb01,B,m,1\n1.5,A,m,1\n1.5,B,m,1\n");
    assertThat(names.getFirst().blocks()).isEqualTo(3);
  }

  @Test
  void severalValuesOfALaunchAreOne() throws IOException {
    var once = judge(HEADER + "1,A,m,4\n1,B,m,8\n2,A,m,5\n2,B,m,10\n").getFirst();
    var twice =
        judge(HEADER + "1,A,m,4\n1,A,m,4\n1,B,m,8\n2,A,m,5\n2,B,m,10\n2,B,m,10\n").getFirst();
    assertThat(twice).isEqualTo(once);
    assertThat(once.result().standardDeviation()).isZero();
  }

  /** 10 to 11, 100 to 110 and 11 to 10 have the same |d|; of six such, p is conditional on it. */
  @Test
  void equalRatiosAreTied() throws IOException {
    var text =
        HEADER
            + "1,A,m,10\n1,B,m,11\n2,A,m,100\n2,B,m,110\n3,A,m,30\n3,B,m,33\n"
            + "4,A,m,70\n4,B,m,77\n5,A,m,20\n5,B,m,22\n6,A,m,11\n6,B,m,10\n";
    var result = judge(text).getFirst().result();
    assertThat(result.hodgesLehmannP()).isEqualTo(2 * 7.0 / 64);
    assertThat(result.hodgesLehmann()).isEqualTo(Math.log(1.1));
    assertThat(result.effect()).isCloseTo(4 * Math.log(1.1) / 6, within(1e-15));
  }

  /** What the golden file checks is what a user gets. */
  @Test
  void theFiguresAreThoseOfTheStatistics() throws IOException {
    var random = new SplitMix64(23);
    for (int n = 2; n < 40; n++) {
      var text = new StringBuilder(HEADER);
      var d = new double[n];
      for (int i = 0; i < n; i++) {
        double b = Math.exp(0.1 * random.nextGaussian());
        d[i] = Math.log(b);
        text.append("%d,A,m,1\n%d,B,m,%s\n".formatted(i, i, b));
      }
      var result = judge(text.toString()).getFirst().result();
      var t = PairedT.of(d);
      var expected = t.interval(0.95);
      assertThat(result.effect()).isCloseTo(t.mean(), within(1e-12));
      assertThat(result.p()).isCloseTo(t.p(), within(1e-12));
      assertThat(result.interval().lower()).isCloseTo(expected.lower(), within(1e-9));
      assertThat(result.interval().upper()).isCloseTo(expected.upper(), within(1e-9));
      assertThat(result.upperBound())
          .isCloseTo(NonInferiority.paired(d, 0.05).upperBound(), within(1e-9));
      var exact = HodgesLehmann.oneSample(d, 0.95);
      assertThat(result.hodgesLehmannInterval().lower()).isCloseTo(exact.lower(), within(1e-12));
      assertThat(result.hodgesLehmannP()).isEqualTo(exact.p());
      assertThat(result.signFlipP()).isEqualTo(SignFlip.pValue(d));
    }
  }

  @Test
  void aSingleBlockOfOneMetricDoesNotRefuseTheOthers() throws IOException {
    var comparisons =
        judge(HEADER + "1,A,once,1\n1,B,once,2\n1,A,m,1\n1,B,m,2\n2,A,m,1\n2,B,m,2\n");
    var once = comparisons.getFirst();
    assertThat(once.blocks()).isOne();
    assertThat(once.verdict()).isEqualTo(Verdict.UNDERPOWERED);
    assertThat(once.blocksStillNeeded()).isEqualTo(-1);
    assertThat(once.result().effect()).isEqualTo(Math.log(2));
    assertThat(once.result().interval().width()).isInfinite();
    assertThat(comparisons.get(1).blocks()).isEqualTo(2);
  }

  @Test
  void aHeaderThatIsWrongIsNamedWithItsLine() throws IOException {
    refused("block,arm,metric\n", "line 1", "no column value");
    refused("\n\nblock,arm,metric,\"value\n1,A,m,1\n", "line 3", "quote is not closed");
    refused("block;arm;metric;value\n1;A;m;1,5\n", "line 1", "semicolons");
    refused("block\tarm\tmetric\tvalue\n", "line 1", "tabs");
    refused("block,arm,metric,value,value\n", "line 1", "value is there twice");
    refused("block,arm,metric,value,Arm\n", "line 1", "arm is there twice");
    refused("", "is empty");
    refused(" \n\r\n\n", "is empty");
    refused(HEADER, "no row");
  }

  @Test
  void aRowThatIsWrongIsNamedWithItsLine() throws IOException {
    refused(HEADER + "1,A,m\n", "line 2", "3 fields", "the header has 4");
    refused(HEADER + "\n1,A,m,3,5\n", "line 3", "5 fields");
    refused(HEADER + "1,C,m,3\n", "line 2", "\"C\"", "only A and B");
    refused(HEADER + "1,A,\"m,3\n", "line 2", "quote is not closed");
    refused(HEADER + "1,A,\"m\"x,3\n", "line 2", "quote");
    refused(HEADER + "1,A,,3\n", "line 2", "metric is empty");
    refused(HEADER + " ,A,m,3\n", "line 2", "block is empty");
    refused(HEADER + "1,A,m,0\n", "line 2", "the value is 0,", "above zero");
    refused(HEADER + "1,A,m,-2.5\n", "line 2", "above zero");
    refused(HEADER + "1,A,m,1e-999\n", "line 2", "the value is 1e-999,", "above zero");
    refused(HEADER + "1,A,m,1e999\n", "line 2", "too large");
    refused(HEADER + "1,A,m,1\n1,B,m,\u001b[31m\n", "line 3", "\"?[31m\" is no number");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5d",
        "1f",
        "0x1p3",
        "NaN",
        "-NaN",
        "Infinity",
        "inf",
        "1_000",
        "3ms",
        "1e",
        "--1",
        "",
        ".",
        "\u0661"
      })
  void onlyPlainDecimalNumbersAreNumbers(String text) throws IOException {
    refused(HEADER + "1,A,m,1\n1,B,m," + text + "\n", "line 3", "\"" + text + "\" is no number");
  }

  @Test
  void aMissingArmIsNamedWithMetricAndBlock() throws IOException {
    refused(
        HEADER + "1,A,m,1\n1,B,m,1\n1,A,n,1\n1,B,n,1\n7,A,n,3\n",
        "Metric n",
        "block 7",
        "arm B is missing");
  }

  @Test
  void aLineWithoutEndIsRefusedBeforeItFillsTheMemory() throws IOException {
    var file = folder.resolve("long.csv");
    try (var out = Files.newBufferedWriter(file)) {
      out.write(HEADER + "1,A,m,1\n");
      for (int i = 0; i < 2_000; i++) {
        out.write("1,A,".repeat(1_000));
      }
    }
    assertThatThrownBy(() -> new PairedFile().add(file))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("line 3: it is longer than 100000 characters");
  }

  @Test
  void rowsAreNotKept() throws IOException {
    var file = folder.resolve("large.csv");
    try (var out = Files.newBufferedWriter(file)) {
      out.write(HEADER);
      for (int i = 0; i < 500_000; i++) {
        out.write(i % 6 + (i % 12 < 6 ? ",A,m," : ",B,m,") + (1 + i % 7) + "\n");
      }
    }
    var comparison = new PairedFile().add(file).judge(Set.of()).getFirst();
    assertThat(comparison.blocks()).isEqualTo(6);
    assertThat(comparison.result().effect()).isCloseTo(0, within(1e-4));
  }

  @Test
  void moreBlocksThanFitAreRefused() throws IOException {
    var file = folder.resolve("blocks.csv");
    try (var out = Files.newBufferedWriter(file)) {
      out.write(HEADER);
      for (int i = 0; i <= 1_000_000; i++) {
        out.write(i + ",A,m,1\n");
      }
    }
    assertThatThrownBy(() -> new PairedFile().add(file))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("line 1000002")
        .hasMessageContaining("more than 1000000 blocks");
  }

  @Test
  void whatIsNoTextInUtf8IsRefused() throws IOException {
    var file = folder.resolve("utf16.csv");
    Files.write(file, ("\uFEFF" + HEADER).getBytes(StandardCharsets.UTF_16LE));
    assertThatThrownBy(() -> PairedFile.isOne(file))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("no text file in UTF-8");
  }
}
