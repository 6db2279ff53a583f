package dev.proven.core.stats;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The Mann-Whitney test that two independent samples come from one distribution (Mann and Whitney
 * 1947).
 */
public final class MannWhitney {
  private MannWhitney() {}

  /** How the p-value was found. */
  public enum Method {
    /** Every choice of ranks counted; there were no ties. */
    EXACT,
    /** Every choice of midranks counted, given the ties at hand. */
    EXACT_CONDITIONAL,
    /** Normal approximation with tie and continuity correction. */
    ASYMPTOTIC
  }

  /**
   * The outcome.
   *
   * @param u the number of pairs with x above y, ties counted half
   * @param p the two-sided p-value
   * @param pGreater the one-sided p-value against "x tends to be larger"
   * @param pLess the one-sided p-value against "x tends to be smaller"
   * @param method how they were found
   */
  public record Result(double u, double p, double pGreater, double pLess, Method method) {
    private Result mirrored(double pairs) {
      return new Result(pairs - u, p, /* pGreater= */ pLess, /* pLess= */ pGreater, method);
    }
  }

  /**
   * The exact test up to {@value RankSum#EXACT_PAIRS} pairs, or with ties {@value
   * TiedRankSum#EXACT_PAIRS}; the asymptotic one beyond.
   */
  public static Result test(double[] x, double[] y) {
    return test(x, y, RankSum.of(x.length, y.length));
  }

  static Result test(double[] x, double[] y, RankSum untied) {
    Midranks ranks = ranks(x, y);
    return (long) x.length * y.length <= mostPairs(ranks)
        ? exact(x, y, ranks, untied)
        : asymptotic(x, y);
  }

  /**
   * The exact test, conditional on the ties where there are any; two-sided p is the probability of
   * a statistic at least as far from its mean.
   *
   * @throws IllegalArgumentException for more pairs than {@link #test} counts out
   */
  public static Result exact(double[] x, double[] y) {
    Midranks ranks = ranks(x, y);
    if ((long) x.length * y.length > mostPairs(ranks)) {
      throw new IllegalArgumentException(
          "%d x %d values are too many to count out: use the asymptotic test"
              .formatted(x.length, y.length));
    }
    return exact(x, y, ranks, RankSum.of(x.length, y.length));
  }

  private static int mostPairs(Midranks ranks) {
    return ranks.tied() ? TiedRankSum.EXACT_PAIRS : RankSum.EXACT_PAIRS;
  }

  private static Result exact(double[] x, double[] y, Midranks ranks, RankSum untied) {
    if (!ranks.tied()) {
      return untied(ranks, x.length, y.length, untied);
    }
    return x.length <= y.length
        ? tied(ranks, x.length)
        : tied(ranks(y, x), y.length).mirrored((double) x.length * y.length);
  }

  private static Result untied(Midranks ranks, int n, int m, RankSum distribution) {
    long u = Math.round(u(ranks, n));
    double less = distribution.atMost(u);
    double greater = distribution.atMost((long) n * m - u);
    return new Result(u, Math.min(1, 2 * Math.min(less, greater)), greater, less, Method.EXACT);
  }

  private static Result tied(Midranks ranks, int n) {
    int[] doubled = ranks.doubled();
    int[] scores = Arrays.stream(doubled).sorted().toArray();
    double[] mass = TiedRankSum.probabilities(scores, n);
    int least = IntStream.of(scores).limit(n).sum();
    int sum = IntStream.of(doubled).limit(n).sum() - least;
    double mean = (double) IntStream.of(scores).sum() * n / scores.length - least;
    // Sums are whole and means fractions of small denominators: 1e-6 only undoes rounding.
    double distance = Math.abs(sum - mean) - 1e-6;
    return new Result(
        u(ranks, n),
        total(mass, s -> Math.abs(s - mean) >= distance),
        total(mass, s -> s >= sum),
        total(mass, s -> s <= sum),
        Method.EXACT_CONDITIONAL);
  }

  /** The normal approximation with tie and continuity correction (Lehmann 1975, 1.3 and 1.4). */
  public static Result asymptotic(double[] x, double[] y) {
    Midranks ranks = ranks(x, y);
    double pairs = (double) x.length * y.length;
    double all = x.length + y.length;
    double variance = pairs / 12 * (all + 1 - ranks.tieSum() / (all * (all - 1)));
    double u = u(ranks, x.length);
    double deviation = Math.sqrt(variance);
    double distance = u - pairs / 2;
    return new Result(
        u,
        NullDistributions.normalP(distance, deviation),
        NullDistributions.normalAbove(distance, deviation),
        NullDistributions.normalAbove(-distance, deviation),
        Method.ASYMPTOTIC);
  }

  private static Midranks ranks(double[] x, double[] y) {
    Samples.check(x, 1);
    Samples.check(y, 1);
    double[] all = new double[x.length + y.length];
    System.arraycopy(x, 0, all, 0, x.length);
    System.arraycopy(y, 0, all, x.length, y.length);
    return Midranks.of(all);
  }

  private static double u(Midranks ranks, int n) {
    long doubled = IntStream.of(ranks.doubled()).limit(n).asLongStream().sum();
    return doubled / 2.0 - n * (n + 1.0) / 2;
  }

  private static double total(double[] mass, IntPredicate counted) {
    double total = IntStream.range(0, mass.length).filter(counted).mapToDouble(s -> mass[s]).sum();
    return Math.min(1, total);
  }
}
