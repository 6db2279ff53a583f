package dev.proven.core.compare;

import dev.proven.core.Problem;
import dev.proven.core.experiment.Verdict;
import dev.proven.core.stats.HodgesLehmann;
import dev.proven.core.stats.Interval;
import dev.proven.core.stats.MannWhitney;
import dev.proven.core.stats.Welch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * Two files of one number a line, without blocks. Differences are B - A. Since nothing says that
 * the runs were interleaved, its verdict is exploratory: drift between two runs looks like an
 * effect.
 *
 * @param before how many measurements there are before
 * @param after how many after
 * @param welch of B - A
 * @param welchLog of ln B - ln A; null where a value is not above zero
 * @param mannWhitney of B against A
 * @param hodgesLehmann shift from A to B with its interval
 * @param verdict better, worse or neither, by Welch and Mann-Whitney agreeing; exploratory
 */
public record UnpairedComparison(
    int before,
    int after,
    Welch welch,
    @Nullable Welch welchLog,
    MannWhitney.Result mannWhitney,
    HodgesLehmann.TwoSample hodgesLehmann,
    Verdict verdict) {
  private static final double CONFIDENCE = 0.95;
  private static final double ALPHA = 0.05;
  private static final double EQUIVALENCE = Math.log(1.05);
  private static final int MOST_VALUES = 1_000_000;

  /** Reads and compares two files. */
  public static UnpairedComparison of(Path fileA, Path fileB, boolean higherIsBetter) {
    double[] a = read(fileA);
    double[] b = read(fileB);
    boolean positive = DoubleStream.concat(Arrays.stream(a), Arrays.stream(b)).allMatch(v -> v > 0);
    var welch = Welch.of(b, a);
    var log = positive ? Welch.logRatio(a, b) : null;
    var ranks = MannWhitney.test(b, a);
    return new UnpairedComparison(
        a.length,
        b.length,
        welch,
        log,
        ranks,
        HodgesLehmann.twoSample(b, a, CONFIDENCE),
        verdict(welch, log, ranks, higherIsBetter));
  }

  private static Verdict verdict(
      Welch welch, @Nullable Welch log, MannWhitney.Result ranks, boolean higherIsBetter) {
    Interval interval = (log == null ? welch : log).interval(CONFIDENCE);
    boolean different = !interval.contains(0) && ranks.p() <= ALPHA;
    if (different) {
      boolean lower = interval.upper() < 0;
      return lower == higherIsBetter ? Verdict.REGRESSED : Verdict.PROVEN;
    }
    boolean equivalent =
        log != null && interval.lower() > -EQUIVALENCE && interval.upper() < EQUIVALENCE;
    return equivalent ? Verdict.NO_EFFECT : Verdict.UNDERPOWERED;
  }

  private static double[] read(Path file) {
    var values = DoubleStream.builder();
    int line = 0;
    int count = 0;
    try (var in = Files.newBufferedReader(file)) {
      for (String text = in.readLine(); text != null; text = in.readLine()) {
        line++;
        if (!text.isBlank()) {
          values.add(finite(PairedFile.number(text.strip(), file, line), file, line));
          count++;
        }
      }
    } catch (IOException e) {
      throw PairedFile.unreadable(file, e);
    }
    if (count < 2 || count > MOST_VALUES) {
      throw Problem.usage(
          file + " holds " + count + " numbers.",
          "A comparison needs 2 to " + MOST_VALUES + " numbers a file, one a line.");
    }
    return values.build().toArray();
  }

  private static double finite(double value, Path file, int line) {
    if (Double.isInfinite(value)) {
      throw PairedFile.wrong(file, line, "the value is infinite");
    }
    return value;
  }
}
