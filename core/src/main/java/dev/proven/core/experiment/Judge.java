package dev.proven.core.experiment;

import dev.proven.core.stats.Holm;
import dev.proven.core.stats.Interval;
import dev.proven.core.stats.PairedT;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Computes what the samples of an experiment say, from its declaration and its samples alone: the
 * engine at its looks and {@code proven verify} years later call the same code.
 */
public final class Judge {
  private static final double CONFIDENCE = 0.95;

  private final Declaration declaration;
  private final BlockTable table;
  private final Map<String, MetricResult> results = new LinkedHashMap<>();

  private Judge(Declaration declaration, List<Sample> samples) {
    this.declaration = declaration;
    this.table = new BlockTable(samples);
  }

  /** Judges all samples, look by look, as the engine did. */
  public static Judgement judge(Declaration declaration, List<Sample> samples) {
    return new Judge(declaration, samples).judgement(Facts.of(declaration, samples));
  }

  /**
   * The primary metric's improvement so far with a plain 95 % interval, for people who wait; no
   * claim rests on it.
   */
  static @Nullable Interval standing(Declaration declaration, List<Sample> samples) {
    var metric = declaration.primary();
    double[] effects = new BlockTable(samples).effects(metric);
    if (effects.length < 2) {
      return null;
    }
    var interval = PairedT.of(effects).interval(CONFIDENCE);
    return new Interval(metric.improvement(interval.upper()), metric.improvement(interval.lower()));
  }

  /**
   * Judges effects that have no samples behind them, such as a file's ratios.
   *
   * @param effects one for each block, below zero is better
   */
  public static MetricResult describe(String metric, double[] effects, Stopping stopping) {
    var series = BlockTable.Series.uncapped(effects);
    return Summary.of(metric, series, stopping, effects.length);
  }

  private Judgement judgement(Facts facts) {
    int reached =
        declaration.metrics().stream().mapToInt(m -> table.series(m).length()).max().orElse(0);
    IntStream.rangeClosed(1, reached).filter(n -> isLook(declaration, n)).forEach(this::look);
    declaration.metrics().forEach(this::describe);
    int blocks = results.values().stream().mapToInt(MetricResult::blocks).max().orElse(0);
    var ruling = VerdictRule.rule(declaration, results, facts);
    return new Judgement(
        declaration.hash(),
        ruling.verdict(),
        ruling.why(),
        blocks,
        declaration.metrics().stream()
            .map(m -> Objects.requireNonNull(results.get(m.name())))
            .toList(),
        facts.differentAnswers(),
        facts.uncomparedAnswers(),
        ruling.blocksStillNeeded());
  }

  /** Whether some metric is looked at after that many blocks. */
  static boolean isLook(Declaration declaration, int n) {
    return declaration.metrics().stream()
        .anyMatch(m -> declaration.stopping().looksAt(n, declaration.horizon(m)));
  }

  /** A metric that no look has reached yet is described, without a bound, and stays open. */
  private void describe(Metric metric) {
    var state = metric.role() == Metric.Role.GUARDRAIL ? GuardrailState.OPEN : GuardrailState.NONE;
    results.computeIfAbsent(
        metric.name(), _ -> result(metric, table.series(metric)).with(state, false));
  }

  private MetricResult result(Metric metric, BlockTable.Series series) {
    return Summary.of(metric.name(), series, declaration.stopping(), declaration.horizon(metric));
  }

  private void look(int n) {
    for (var metric : declaration.metrics()) {
      var before = results.get(metric.name());
      if (isDue(metric, n) && (before == null || !before.settled())) {
        results.put(metric.name(), result(metric, table.series(metric).first(n)));
      }
    }
    double[] adjusted = Holm.adjust(guardrails().mapToDouble(this::regressionP).toArray());
    var names = guardrails().map(Metric::name).toList();
    for (var metric : declaration.metrics()) {
      var result = results.get(metric.name());
      if (result != null && isDue(metric, n) && !result.settled()) {
        int i = names.indexOf(metric.name());
        results.put(metric.name(), settle(metric, result, i < 0 ? 1 : adjusted[i]));
      }
    }
  }

  private boolean isDue(Metric metric, int n) {
    return declaration.stopping().looksAt(n, declaration.horizon(metric))
        && table.series(metric).length() >= n;
  }

  private Stream<Metric> guardrails() {
    return declaration.metrics().stream().filter(m -> m.role() == Metric.Role.GUARDRAIL);
  }

  private double regressionP(Metric metric) {
    var result = results.get(metric.name());
    return result == null || Double.isNaN(result.regressionP()) ? 1 : result.regressionP();
  }

  private MetricResult settle(Metric metric, MetricResult result, double holm) {
    if (metric.role() != Metric.Role.GUARDRAIL) {
      boolean settled = declaration.isEquivalent(metric, result) || decided(metric, result);
      return result.with(GuardrailState.NONE, settled);
    }
    var state = state(metric, result, holm);
    return result.with(state, state != GuardrailState.OPEN);
  }

  private GuardrailState state(Metric metric, MetricResult result, double holm) {
    boolean within = result.upperBound() < metric.marginOnScale() && result.cappedAfter() == 0;
    if (within) {
      return GuardrailState.PASSED;
    }
    double level = declaration.stopping().alarmLevel(result.blocks(), declaration.horizon(metric));
    return holm < level && result.effect() > 0 ? GuardrailState.VIOLATED : GuardrailState.OPEN;
  }

  /** Worse, or better with a bound that says GO, ITERATE or PIVOT for good. */
  private static boolean decided(Metric metric, MetricResult result) {
    if (result.worse()) {
      return true;
    }
    if (!result.better() || metric.scale() != Metric.Scale.RATIO) {
      return result.better();
    }
    double least = metric.improvement(result.cautious().upper());
    double most = metric.improvement(result.cautious().lower());
    return least >= Threshold.GO
        || (least >= Threshold.ITERATE && most < Threshold.GO)
        || most < Threshold.ITERATE;
  }

  /** All effects of a metric, for plots and pilots. */
  public static double[] effects(Metric metric, List<Sample> samples) {
    return new BlockTable(samples).effects(metric);
  }

  /** The values of a metric on both arms by block, for plots: two rows, A and B. */
  public static double[][] values(Metric metric, List<Sample> samples) {
    var series = new BlockTable(samples).series(metric);
    return new double[][] {series.a().clone(), series.b().clone()};
  }
}
