package dev.proven.core.compare;

import dev.proven.core.experiment.Verdict;
import dev.proven.core.stats.HodgesLehmann;
import dev.proven.core.stats.Interval;
import dev.proven.core.stats.MannWhitney;
import dev.proven.core.stats.Welch;
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
 * @param hodgesLehmann shift from A to B with its interval and the Mann-Whitney test of B against A
 * @param verdict better or worse where Welch and Mann-Whitney agree, else neither; exploratory
 */
public record UnpairedComparison(
    int before,
    int after,
    Welch welch,
    @Nullable Welch welchLog,
    HodgesLehmann.TwoSample hodgesLehmann,
    Verdict verdict) {
  private static final double CONFIDENCE = 0.95;
  private static final double ALPHA = 0.05;

  /** Reads and compares two files. */
  public static UnpairedComparison of(Path fileA, Path fileB, boolean higherIsBetter) {
    double[] a = NumberFile.read(fileA);
    double[] b = NumberFile.read(fileB);
    boolean positive = DoubleStream.concat(Arrays.stream(a), Arrays.stream(b)).allMatch(v -> v > 0);
    var welch = Welch.of(b, a);
    var log = positive ? Welch.logRatio(a, b) : null;
    var shift = HodgesLehmann.twoSample(b, a, CONFIDENCE);
    return new UnpairedComparison(
        a.length, b.length, welch, log, shift, verdict(welch, log, shift.test(), higherIsBetter));
  }

  private static Verdict verdict(
      Welch welch, @Nullable Welch log, MannWhitney.Result ranks, boolean higherIsBetter) {
    Interval interval = (log == null ? welch : log).interval(CONFIDENCE);
    boolean lower = interval.upper() < 0;
    boolean agreed = lower == ranks.pLess() < ranks.pGreater();
    if (!interval.contains(0) && ranks.p() <= ALPHA && agreed) {
      return lower == higherIsBetter ? Verdict.REGRESSED : Verdict.PROVEN;
    }
    boolean equivalent = log != null && PairedComparison.EQUIVALENCE.contains(interval);
    return equivalent ? Verdict.NO_EFFECT : Verdict.UNDERPOWERED;
  }
}
