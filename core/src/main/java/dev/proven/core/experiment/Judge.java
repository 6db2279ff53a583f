package dev.proven.core.experiment;

import dev.proven.core.stats.BlocksNeeded;
import dev.proven.core.stats.HodgesLehmann;
import dev.proven.core.stats.Holm;
import dev.proven.core.stats.Interval;
import dev.proven.core.stats.PairedT;
import dev.proven.core.stats.SignFlip;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/**
 * Computes what the samples of an experiment say, from its declaration and its samples alone: the
 * engine at its looks and {@code proven verify} years later call the same code.
 */
public final class Judge {
  private static final double HL_CONFIDENCE = 0.95;
  private static final double GO = 0.30;
  private static final double ITERATE = 0.15;
  private static final int MOST_BLOCKS_WORTH_NAMING = 100_000;

  private final Declaration declaration;
  private final BlockTable table;
  private final Map<String, MetricResult> results = new LinkedHashMap<>();

  private Judge(Declaration declaration, List<Sample> samples) {
    this.declaration = declaration;
    this.table = new BlockTable(samples);
  }

  /** Judges all samples, look by look, as the engine did. */
  public static Judgement judge(Declaration declaration, List<Sample> samples) {
    return new Judge(declaration, samples).judgement(differentAnswers(declaration, samples));
  }

  /** Parts whose answers differ between the arms within a block. */
  public static List<String> differentAnswers(Declaration declaration, List<Sample> samples) {
    Map<String, AnswersOfBlock> answers = new LinkedHashMap<>();
    var compared =
        declaration.parts().stream().filter(PartPlan::compareAnswers).map(PartPlan::part).toList();
    for (var s : samples) {
      if (!s.answer().isEmpty() && compared.contains(s.part())) {
        answers
            .computeIfAbsent(s.part() + "#" + s.block(), _ -> new AnswersOfBlock(s.part()))
            .of(s.arm())
            .add(s.answer());
      }
    }
    var different = new TreeSet<String>();
    answers.values().stream().filter(AnswersOfBlock::differ).forEach(a -> different.add(a.part));
    return List.copyOf(different);
  }

  /** What both arms answered to one part in one block. */
  private record AnswersOfBlock(String part, TreeSet<String> a, TreeSet<String> b) {
    AnswersOfBlock(String part) {
      this(part, new TreeSet<>(), new TreeSet<>());
    }

    TreeSet<String> of(Arm arm) {
      return arm == Arm.A ? a : b;
    }

    /** A slot that was cut off has no answer, so an arm may have none. */
    boolean differ() {
      return !a.isEmpty() && !b.isEmpty() && !a.equals(b);
    }
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
    var interval = PairedT.of(effects).interval(HL_CONFIDENCE);
    return new Interval(metric.improvement(interval.upper()), metric.improvement(interval.lower()));
  }

  /**
   * Judges effects that have no samples behind them, such as a file's ratios.
   *
   * @param effects one for each block, below zero is better
   */
  public static MetricResult describe(String metric, double[] effects, Stopping stopping) {
    var series = BlockTable.Series.uncapped(effects);
    return result(metric, series, stopping, effects.length);
  }

  private Judgement judgement(List<String> differentAnswers) {
    int reached =
        declaration.metrics().stream().mapToInt(m -> table.series(m).length()).max().orElse(0);
    IntStream.rangeClosed(1, reached).filter(n -> isLook(declaration, n)).forEach(this::look);
    declaration.metrics().forEach(this::describe);
    int blocks = results.values().stream().mapToInt(MetricResult::blocks).max().orElse(0);
    var ruling = ruling(differentAnswers);
    return new Judgement(
        declaration.hash(),
        ruling.verdict(),
        ruling.why(),
        blocks,
        declaration.metrics().stream().map(this::of).toList(),
        differentAnswers,
        ruling.verdict() == Verdict.UNDERPOWERED ? blocksStillNeeded() : 0);
  }

  /** Whether some metric is looked at after that many blocks. */
  static boolean isLook(Declaration declaration, int n) {
    return declaration.metrics().stream()
        .anyMatch(m -> declaration.stopping().looksAt(n, declaration.horizon(m)));
  }

  /** A metric that no look has reached yet is described, without a bound. */
  private void describe(Metric metric) {
    results.computeIfAbsent(metric.name(), _ -> result(metric, table.series(metric)));
  }

  private MetricResult result(Metric metric, BlockTable.Series series) {
    return result(metric.name(), series, declaration.stopping(), declaration.horizon(metric));
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

  private java.util.stream.Stream<Metric> guardrails() {
    return declaration.metrics().stream().filter(m -> m.role() == Metric.Role.GUARDRAIL);
  }

  private double regressionP(Metric metric) {
    var result = results.get(metric.name());
    return result == null || Double.isNaN(result.regressionP()) ? 1 : result.regressionP();
  }

  private MetricResult of(Metric metric) {
    var result = results.get(metric.name());
    if (result == null) {
      throw new IllegalStateException("No result of " + metric.name());
    }
    return result;
  }

  private static MetricResult result(
      String name, BlockTable.Series series, Stopping stopping, int blocks) {
    double[] d = series.effect();
    int n = d.length;
    if (n < 2) {
      return undetermined(name, n, series);
    }
    var t = PairedT.of(d);
    var hl = HodgesLehmann.oneSample(d, HL_CONFIDENCE);
    double error = t.standardDeviation() / Math.sqrt(n);
    boolean look = stopping.looksAt(n, blocks);
    double two = look ? stopping.twoSidedLimit(n, blocks) : Double.POSITIVE_INFINITY;
    double one = look ? stopping.oneSidedLimit(n, blocks) : Double.POSITIVE_INFINITY;
    return new MetricResult(
        name,
        n,
        series.centreA(),
        series.centreB(),
        t.mean(),
        t.standardDeviation(),
        around(t.mean(), two, error),
        t.p(),
        hl.estimate(),
        new Interval(hl.lower(), hl.upper()),
        hl.p(),
        SignFlip.pValue(d),
        around(t.mean(), one, error).upper(),
        oneSidedP(t),
        series.cappedA(),
        series.cappedB(),
        GuardrailState.NONE,
        false);
  }

  private static MetricResult undetermined(String name, int n, BlockTable.Series series) {
    var open = new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    double effect = n == 1 ? series.effect()[0] : Double.NaN;
    return new MetricResult(
        name,
        n,
        series.centreA(),
        series.centreB(),
        effect,
        Double.NaN,
        open,
        1,
        effect,
        open,
        1,
        1,
        Double.POSITIVE_INFINITY,
        1,
        series.cappedA(),
        series.cappedB(),
        GuardrailState.NONE,
        false);
  }

  /** An infinite limit times no spread at all is still an infinite interval. */
  private static Interval around(double mean, double limit, double error) {
    double half = Double.isInfinite(limit) ? limit : limit * error;
    return new Interval(mean - half, mean + half);
  }

  private static double oneSidedP(PairedT t) {
    if (Double.isInfinite(t.t())) {
      return t.t() > 0 ? 0 : 1;
    }
    return TDistribution.of(t.n() - 1).survivalProbability(t.t());
  }

  private MetricResult settle(Metric metric, MetricResult result, double holm) {
    if (metric.role() != Metric.Role.GUARDRAIL) {
      boolean settled = equivalent(result) || decided(metric, result);
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

  private boolean equivalent(MetricResult result) {
    double margin = Math.log1p(declaration.equivalence());
    return result.interval().lower() > -margin && result.interval().upper() < margin;
  }

  /** Worse, or better with a bound that says GO, ITERATE or PIVOT for good. */
  private static boolean decided(Metric metric, MetricResult result) {
    if (result.worse()) {
      return true;
    }
    double least = metric.improvement(result.interval().upper());
    double most = metric.improvement(result.interval().lower());
    return result.better() && (least >= GO || (least >= ITERATE && most < GO) || most < ITERATE);
  }

  /** A verdict with its reason. */
  private record Ruling(Verdict verdict, String why) {}

  private Ruling ruling(List<String> differentAnswers) {
    var primary = of(declaration.primary());
    var violated = named(GuardrailState.VIOLATED);
    if (!differentAnswers.isEmpty()) {
      return new Ruling(
          Verdict.REGRESSED, "The answers differ: " + String.join(", ", differentAnswers) + ".");
    }
    if (!violated.isEmpty()) {
      return new Ruling(Verdict.REGRESSED, "Got worse: " + String.join(", ", violated) + ".");
    }
    if (primary.worse()) {
      return new Ruling(Verdict.REGRESSED, "The primary metric got worse.");
    }
    return primary.better() ? better(primary) : notBetter(primary);
  }

  private Ruling better(MetricResult primary) {
    if (!declaration.provenRefused().isEmpty()) {
      return new Ruling(Verdict.UNDERPOWERED, declaration.provenRefused());
    }
    var open = named(GuardrailState.OPEN);
    if (!open.isEmpty()) {
      return new Ruling(
          Verdict.UNDERPOWERED,
          "Better, but not yet shown to leave alone: " + String.join(", ", open) + ".");
    }
    return new Ruling(
        Verdict.PROVEN,
        "Better beyond doubt after "
            + primary.blocks()
            + " blocks, all "
            + guardrails().count()
            + " guardrails passed, the answers are equal.");
  }

  private Ruling notBetter(MetricResult primary) {
    if (primary.cappedAfter() > 0) {
      return new Ruling(
          Verdict.UNDERPOWERED,
          "The changed system ran into the time cap as well, so its gain cannot be shown.");
    }
    if (equivalent(primary)) {
      return new Ruling(
          Verdict.NO_EFFECT,
          "Neither better nor worse by more than "
              + Math.round(declaration.equivalence() * 100)
              + " %.");
    }
    return new Ruling(
        Verdict.UNDERPOWERED,
        primary.disagreement()
            ? "Student's t and the exact tests do not agree yet."
            : "The interval still holds zero.");
  }

  private List<String> named(GuardrailState state) {
    return guardrails().filter(m -> of(m).guardrail() == state).map(Metric::name).toList();
  }

  /** By power for the primary metric, by the 5 s / sqrt(n) rule for the open guardrails. */
  private int blocksStillNeeded() {
    var primary = of(declaration.primary());
    if (primary.blocks() < 2) {
      return -1;
    }
    int needed =
        primary.better()
            ? 0
            : BlocksNeeded.toShowEffect(primary.effect(), primary.standardDeviation());
    for (var metric : guardrails().toList()) {
      var result = of(metric);
      if (result.guardrail() == GuardrailState.OPEN && result.blocks() >= 2) {
        needed = Math.max(needed, blocksForMargin(metric, result));
      }
    }
    return needed > MOST_BLOCKS_WORTH_NAMING ? -1 : Math.max(1, needed - primary.blocks());
  }

  private static int blocksForMargin(Metric metric, MetricResult result) {
    return metric.scale() == Metric.Scale.RATIO && metric.margin() > 0
        ? BlocksNeeded.toShowMargin(metric.margin(), result.standardDeviation())
        : 0;
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
