package dev.proven.core.simulation;

import dev.proven.core.experiment.Arm;
import dev.proven.core.experiment.Declaration;
import dev.proven.core.experiment.GuardrailState;
import dev.proven.core.experiment.Judge;
import dev.proven.core.experiment.Judgement;
import dev.proven.core.experiment.Metric;
import dev.proven.core.experiment.Metric.Role;
import dev.proven.core.experiment.MetricResult;
import dev.proven.core.experiment.PartPlan;
import dev.proven.core.experiment.Sample;
import dev.proven.core.experiment.Statistic;
import dev.proven.core.experiment.Stopping;
import dev.proven.core.experiment.Testbed;
import dev.proven.core.experiment.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An experiment of one part whose block log ratios are given: declared, written down as samples and
 * judged look by look as a real one is. The same part can be judged as the primary metric alone, or
 * as a guardrail too.
 */
final class Simulated {
  /** The margin of the guardrail, as a share. */
  static final double MARGIN = 0.03;

  private static final String PART = "part";
  private static final String PRIMARY = "total";
  private static final String GUARDRAIL = "guardrail";

  private final double[] d;
  private final Stopping stopping;

  /**
   * @param d ln(B/A) of each block that is planned
   */
  Simulated(double[] d, Stopping stopping) {
    this.d = d.clone();
    this.stopping = stopping;
  }

  Verdict verdict() {
    return judge(List.of(metric(PRIMARY, Role.PRIMARY, 0))).verdict();
  }

  MetricResult primary() {
    return judge(List.of(metric(PRIMARY, Role.PRIMARY, 0))).metric(PRIMARY);
  }

  boolean guardrailPasses() {
    var metrics =
        List.of(metric(PRIMARY, Role.PRIMARY, 0), metric(GUARDRAIL, Role.GUARDRAIL, MARGIN));
    return judge(metrics).metric(GUARDRAIL).guardrail() == GuardrailState.PASSED;
  }

  private Judgement judge(List<Metric> metrics) {
    return Judge.judge(declaration(metrics), samples());
  }

  private static Metric metric(String name, Role role, double margin) {
    var weights = Map.of(PART, 1.0);
    return Metric.of(name, "time", Statistic.MEAN, Metric.Aggregate.TOTAL, weights, role, margin);
  }

  private Declaration declaration(List<Metric> metrics) {
    return new Declaration(
        "simulated",
        "simulated",
        "simulated",
        "",
        new Testbed.Rules("simulated", "simulated"),
        metrics,
        List.of(new PartPlan(PART, PART, false, 1, false, 60, false, d.length)),
        List.of(),
        stopping,
        d.length,
        0.05,
        0.05,
        1,
        "");
  }

  private List<Sample> samples() {
    var samples = new ArrayList<Sample>();
    for (int i = 0; i < d.length; i++) {
      samples.add(new Sample(i + 1, Arm.A, 0, PART, 1, "time", 1, false, ""));
      samples.add(new Sample(i + 1, Arm.B, 1, PART, 1, "time", Math.exp(d[i]), false, ""));
    }
    return samples;
  }
}
