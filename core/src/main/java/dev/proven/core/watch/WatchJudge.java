package dev.proven.core.watch;

import dev.proven.core.stats.Interval;
import dev.proven.core.stats.PairedT;
import dev.proven.core.stats.TMixture;
import dev.proven.core.watch.LoadInterval.Work;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * Compares the load before and after, by watch mode of the method: the t-mixture confidence
 * sequence over blocks of the i-th interval before and the i-th after. It holds at every look, and
 * by Bonferroni over all statements that were recorded before, which is fixed before the first
 * look.
 *
 * @param readMargin how much slower a statement that reads may become, as a fraction
 * @param writeMargin the same of a statement that writes
 */
public record WatchJudge(double readMargin, double writeMargin) {
  private static final double ALPHA = 0.05;
  private static final double G = 1;

  /** What the intervals so far say. */
  public WatchResult judge(Baseline before, List<LoadInterval> after) {
    int blocks = Math.min(before.intervals().size(), after.size());
    double alpha = ALPHA / Math.max(1, before.statements().size());
    var watched = new ArrayList<Watched>();
    before
        .statements()
        .forEach((id, statement) ->
            watched(id, statement, before, after, alpha).ifPresent(watched::add));
    watched.sort(Comparator.comparingDouble((Watched w) -> -w.before() * w.callsBefore()));
    double[] effects =
        watched.stream().mapToDouble(Watched::effect).filter(Double::isFinite).sorted().toArray();
    return new WatchResult(blocks, median(effects), watched, unseen(before, after));
  }

  private static List<Unseen> unseen(Baseline before, List<LoadInterval> after) {
    return before.statements().entrySet().stream()
        .filter(e -> after.stream().noneMatch(i -> i.work().containsKey(e.getKey())))
        .map(e -> unseen(before, e.getKey(), e.getValue()))
        .sorted(
            Comparator.comparingInt((Unseen u) -> -u.intervals())
                .thenComparingDouble(u -> -u.callsBefore())
                .thenComparing(Unseen::id))
        .toList();
  }

  private static Unseen unseen(Baseline before, String id, Statement statement) {
    var with = before.intervals().stream().filter(i -> i.work().containsKey(id)).count();
    var calls = rate(before.intervals(), sum(before.intervals(), id));
    return new Unseen(id, statement, Math.toIntExact(with), calls);
  }

  private Optional<Watched> watched(
      String id, Statement statement, Baseline before, List<LoadInterval> after, double alpha) {
    var then = before.intervals().isEmpty() ? cumulative(before, id) : sum(before.intervals(), id);
    var now = sum(after, id);
    if (then.calls() == 0 || now.calls() == 0) {
      return Optional.empty();
    }
    double[] effects = effects(before.intervals(), after, id);
    double margin = statement.write() ? writeMargin : readMargin;
    var interval = interval(effects, alpha);
    return Optional.of(
        new Watched(
            id,
            statement,
            effects.length,
            rate(before.intervals(), then),
            rate(after, now),
            then.mean(),
            now.mean(),
            effects.length == 0 ? Double.NaN : DoubleStream.of(effects).average().orElseThrow(),
            interval,
            margin,
            Watched.State.of(interval, margin)));
  }

  /** The logarithms of after / before, one for each block in which the statement ran on both. */
  private static double[] effects(List<LoadInterval> before, List<LoadInterval> after, String id) {
    var effects = DoubleStream.builder();
    for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
      var then = before.get(i).work().get(id);
      var now = after.get(i).work().get(id);
      if (then != null && now != null && then.seconds() > 0 && now.seconds() > 0) {
        effects.add(Math.log(now.mean() / then.mean()));
      }
    }
    return effects.build().toArray();
  }

  private static Interval interval(double[] effects, double alpha) {
    if (effects.length < 2) {
      return new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }
    var t = PairedT.of(effects);
    double half = TMixture.halfWidth(t.n(), t.standardDeviation(), G, alpha);
    return new Interval(t.mean() - half, t.mean() + half);
  }

  private static Work cumulative(Baseline before, String id) {
    return before.cumulative().getOrDefault(id, new Work(0, 0));
  }

  private static Work sum(List<LoadInterval> intervals, String id) {
    double calls = 0;
    double seconds = 0;
    for (Map<String, Work> work : intervals.stream().map(LoadInterval::work).toList()) {
      var one = work.getOrDefault(id, new Work(0, 0));
      calls += one.calls();
      seconds += one.seconds();
    }
    return new Work(calls, seconds);
  }

  /** Executions a second; NaN of the cumulative record, whose beginning nobody noted. */
  private static double rate(List<LoadInterval> intervals, Work work) {
    double millis =
        intervals.stream().mapToLong(i -> i.to().toEpochMilli() - i.from().toEpochMilli()).sum();
    return millis > 0 ? work.calls() / millis * 1000 : Double.NaN;
  }

  private static double median(double[] sorted) {
    int n = sorted.length;
    return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }
}
