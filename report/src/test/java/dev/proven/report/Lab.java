package dev.proven.report;

import dev.proven.core.evidence.ExperimentEvidence;
import dev.proven.core.experiment.Arm;
import dev.proven.core.experiment.Declaration;
import dev.proven.core.experiment.Judge;
import dev.proven.core.experiment.Metric;
import dev.proven.core.experiment.Metric.Aggregate;
import dev.proven.core.experiment.Metric.Role;
import dev.proven.core.experiment.Part;
import dev.proven.core.experiment.PartPlan;
import dev.proven.core.experiment.Sample;
import dev.proven.core.experiment.Statistic;
import dev.proven.core.experiment.Stopping;
import dev.proven.core.experiment.Testbed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** Makes experiments with lognormal samples and has the real judge judge them. */
final class Lab {
  private static final double CAP = 30;
  private static final int REPETITIONS = 3;
  private static final Testbed.Rules RULES =
      new Testbed.Rules(
          "a new connection and session on each copy of the database",
          "both copies warmed by the same statements; statistics counters reset");

  private final Map<String, Double> seconds;
  private final Random random = new Random(20260101);

  Lab(Map<String, Double> seconds) {
    this.seconds = seconds;
  }

  /** One experiment; factors by part say how much longer B takes, noise how much both spread. */
  ExperimentEvidence run(
      String folder,
      String title,
      String script,
      List<Part> parts,
      Map<String, Double> factors,
      double noise,
      int blocks,
      boolean whole) {
    var declaration = declaration(folder, title, script, parts, blocks, whole);
    var samples = new ArrayList<Sample>();
    for (int block = 1; block <= blocks; block++) {
      double drift = Math.exp(0.03 * Math.sin(block / 3.0));
      for (var part : parts) {
        pair(samples, block, part, drift, factors.getOrDefault(part.id(), 1.0), noise);
      }
    }
    var judgement = Judge.judge(declaration, samples);
    return new ExperimentEvidence(folder, declaration, samples, judgement);
  }

  private void pair(
      List<Sample> samples, int block, Part part, double drift, double factor, double noise) {
    boolean first = random.nextBoolean();
    for (var arm : first ? List.of(Arm.A, Arm.B) : List.of(Arm.B, Arm.A)) {
      double centre = seconds.getOrDefault(part.id(), 1.0) * drift * (arm == Arm.B ? factor : 1);
      double launch = Math.exp(noise * random.nextGaussian());
      for (int r = 1; r <= REPETITIONS; r++) {
        double value = centre * launch * Math.exp(0.5 * noise * random.nextGaussian());
        samples.add(
            new Sample(
                block, arm, 0, part.id(), r, "cpu", Math.min(CAP, value), value >= CAP, "same"));
      }
    }
  }

  private static Declaration declaration(
      String folder, String title, String script, List<Part> parts, int blocks, boolean whole) {
    var metrics = new ArrayList<Metric>();
    metrics.add(metric("total", Aggregate.TOTAL, parts, Role.PRIMARY, 0));
    if (whole) {
      var reads = parts.stream().filter(p -> !p.write()).toList();
      var tail = reads.stream().filter(p -> !List.of("Q17", "Q20").contains(p.id())).toList();
      metrics.add(metric("geometric mean", Aggregate.GEOMETRIC_MEAN, reads, Role.SECONDARY, 0));
      metrics.add(metric("tail", Aggregate.TOTAL, tail, Role.SECONDARY, 0));
      metrics.add(
          metric(
              "writes",
              Aggregate.TOTAL,
              parts.stream().filter(Part::write).toList(),
              Role.SECONDARY,
              0));
    }
    for (var p : parts) {
      metrics.add(
          metric(p.id(), Aggregate.TOTAL, List.of(p), Role.GUARDRAIL, p.write() ? 1 : 0.05));
    }
    return new Declaration(
        folder,
        title,
        "postgresql://db.example/shop",
        script,
        RULES,
        metrics,
        parts.stream()
            .map(
                p -> new PartPlan(p.id(), p.title(), p.write(), REPETITIONS, true, CAP, true, 1000))
            .toList(),
        List.of(),
        Stopping.LOOKS,
        blocks,
        0.05,
        0.05,
        42,
        "");
  }

  private static Metric metric(
      String name, Aggregate aggregate, List<Part> parts, Role role, double margin) {
    return Metric.of(
        name,
        "cpu",
        Statistic.MEDIAN,
        aggregate,
        parts.stream().collect(Collectors.toMap(Part::id, _ -> 1.0)),
        role,
        margin);
  }
}
