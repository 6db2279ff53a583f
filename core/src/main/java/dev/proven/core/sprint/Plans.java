package dev.proven.core.sprint;

import dev.proven.core.experiment.Declaration;
import dev.proven.core.experiment.Metric;
import dev.proven.core.experiment.Metric.Aggregate;
import dev.proven.core.experiment.Metric.Role;
import dev.proven.core.experiment.Part;
import dev.proven.core.experiment.PartPlan;
import dev.proven.core.experiment.Stopping;
import dev.proven.core.experiment.Testbed;
import dev.proven.core.experiment.Yardstick;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes the declarations of a sprint's experiments.
 *
 * @param target name of the target
 * @param rules of the testbed
 * @param yardstick how values become figures
 * @param costs of the parts
 * @param settings of the sprint
 */
record Plans(
    String target, Testbed.Rules rules, Yardstick yardstick, Costs costs, SprintSettings settings) {
  static final String TOTAL = "total";
  static final String GEOMETRIC_MEAN = "geometric mean";
  static final String TAIL = "tail";
  static final String WRITES = "writes";
  private static final int FEWEST_FOR_TAIL = 5;
  private static final int LONG_PART_BLOCKS = 6;

  /** What is declared beyond the workload. */
  record Subject(String id, String title, String script, long seed) {}

  /** The same with other repetitions. */
  Plans with(Costs other) {
    return new Plans(target, rules, yardstick, other, settings);
  }

  /** A against A over those parts, six blocks, one look. */
  Declaration pilot(Subject subject, List<Part> parts, int blocks) {
    var metrics = new ArrayList<Metric>();
    metrics.add(metric(TOTAL, Aggregate.TOTAL, weights(parts), Role.PRIMARY, 0));
    parts.forEach(p -> metrics.add(part(p, Role.SECONDARY, 0)));
    parts.forEach(
        p -> yardstick.guardrails().forEach(g -> metrics.add(g.of(p, Role.SECONDARY, 0))));
    return declaration(
        subject, metrics, plans(parts, 5, Set.of(), blocks), List.of(), Stopping.FIXED, blocks);
  }

  /** A change against none; every part is a guardrail. */
  Declaration proof(
      Subject subject,
      List<Part> parts,
      List<String> notRun,
      Noise noise,
      Set<String> unstable,
      double cap,
      int blocks) {
    var metrics = new ArrayList<Metric>();
    metrics.add(metric(TOTAL, Aggregate.TOTAL, weights(parts), Role.PRIMARY, 0));
    if (notRun.isEmpty()) {
      metrics.addAll(summaries(parts));
    }
    parts.forEach(p -> metrics.add(part(p, Role.GUARDRAIL, margin(p, noise))));
    parts.forEach(p -> metrics.addAll(guardrails(p, noise)));
    return declaration(
        subject, metrics, plans(parts, cap, unstable, blocks), notRun, Stopping.LOOKS, blocks);
  }

  private List<Metric> summaries(List<Part> parts) {
    var metrics = new ArrayList<Metric>();
    var reads = parts.stream().filter(p -> !p.write()).toList();
    var writes = parts.stream().filter(Part::write).toList();
    var tail = tail(reads);
    if (reads.size() > 1) {
      metrics.add(
          metric(GEOMETRIC_MEAN, Aggregate.GEOMETRIC_MEAN, weights(reads), Role.SECONDARY, 0));
    }
    if (!tail.isEmpty()) {
      metrics.add(metric(TAIL, Aggregate.TOTAL, weights(tail), Role.SECONDARY, 0));
    }
    if (!writes.isEmpty() && !reads.isEmpty()) {
      metrics.add(metric(WRITES, Aggregate.TOTAL, weights(writes), Role.SECONDARY, 0));
    }
    return metrics;
  }

  /** The reads without those that hide the rest; none where nothing does, or too few are left. */
  List<Part> tail(List<Part> parts) {
    var reads = parts.stream().filter(p -> !p.write()).toList();
    var outliers = costs.outliers(reads);
    var tail = reads.stream().filter(p -> !outliers.contains(p.id())).toList();
    return outliers.isEmpty() || tail.size() < FEWEST_FOR_TAIL ? List.of() : tail;
  }

  /** The margin that the full number of blocks can show, the same in every experiment. */
  double margin(Part part, Noise noise) {
    return settings.widenMargins()
        ? noise.margin(part.id(), wanted(part), blocks(part, settings.blocks()))
        : wanted(part);
  }

  private List<Metric> guardrails(Part part, Noise noise) {
    return yardstick.guardrails().stream()
        .map(g -> g.of(part, Role.GUARDRAIL, margin(g, part, noise)))
        .toList();
  }

  private double margin(Yardstick.Guardrail guardrail, Part part, Noise noise) {
    boolean widened = settings.widenMargins() && guardrail.scale() == Metric.Scale.RATIO;
    return widened
        ? noise.marginBeside(
            guardrail.metric(part), guardrail.margin(), blocks(part, settings.blocks()))
        : guardrail.margin();
  }

  double wanted(Part part) {
    return part.write() ? settings.writeMargin() : settings.readMargin();
  }

  private Metric part(Part part, Role role, double margin) {
    return metric(part.id(), Aggregate.TOTAL, Map.of(part.id(), 1.0), role, margin);
  }

  private Metric metric(
      String name, Aggregate aggregate, Map<String, Double> weights, Role role, double margin) {
    return Metric.of(
        name, costs.measure(), yardstick.statistic(), aggregate, weights, role, margin);
  }

  private static Map<String, Double> weights(List<Part> parts) {
    return parts.stream()
        .collect(Collectors.toMap(Part::id, Part::weight, (x, _) -> x, HashMap::new));
  }

  /** In how many blocks a metric will be measured: the fewest of a part that it covers. */
  int horizon(String metric, List<Part> parts) {
    return parts.stream()
        .filter(p -> metric.equals(TOTAL) || metric.equals(p.id()))
        .mapToInt(p -> blocks(p, settings.blocks()))
        .reduce(settings.blocks(), Math::min);
  }

  /** In how many of so many blocks a part is run. */
  int blocks(Part part, int blocks) {
    return costs.isLong(part.id()) ? Math.min(LONG_PART_BLOCKS, blocks) : blocks;
  }

  private List<PartPlan> plans(List<Part> parts, double cap, Set<String> unstable, int blocks) {
    return parts.stream()
        .map(p ->
            new PartPlan(
                p.id(),
                p.title(),
                p.write(),
                costs.repetitions(p.id()),
                true,
                costs.cap(p.id(), cap),
                !unstable.contains(p.id()),
                blocks(p, blocks)))
        .toList();
  }

  private Declaration declaration(
      Subject subject,
      List<Metric> metrics,
      List<PartPlan> parts,
      List<String> notRun,
      Stopping stopping,
      int blocks) {
    return new Declaration(
        subject.id(),
        subject.title(),
        target,
        subject.script(),
        rules,
        metrics,
        parts,
        notRun,
        stopping,
        blocks,
        0.05,
        settings.equivalence(),
        subject.seed(),
        settings.provenRefused());
  }
}
