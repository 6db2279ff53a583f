package dev.proven.cli;

import dev.proven.core.ChangeRecord;
import dev.proven.core.evidence.Manifest;
import dev.proven.core.evidence.RunFolder;
import dev.proven.core.evidence.RunRecord;
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
import dev.proven.core.experiment.Verdict;
import dev.proven.core.sprint.PilotRecord;
import dev.proven.core.sprint.ProposalRecord;
import dev.proven.core.sprint.TargetRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * The folder of a run that has ended, with evidence that the real judge has judged: its samples are
 * drawn, so that a test needs no twelve minutes for it.
 */
final class ProvenRun {
  private final RunFolder folder;
  private final List<TargetRecord> targets = new ArrayList<>();

  ProvenRun(Path runs, String id) {
    this.folder = new RunFolder(runs.resolve(id)).create();
  }

  /** A target on which these changes were measured together, B taking so many times as long. */
  ProvenRun target(String name, String url, double factor, Map<String, ChangeRecord> changes)
      throws IOException {
    var set = experiment("%02d-set".formatted(targets.size()), factor);
    var proposals = new LinkedHashMap<String, ProposalRecord>();
    changes.forEach((id, c) -> proposals.put(id, proposal(id, List.of(c), true)));
    proposals.put("dropped", proposal("dropped", List.of(), false));
    targets.add(
        new TargetRecord(
            "postgres",
            name,
            url,
            new TreeMap<>(),
            "a file",
            List.of(new Part("q", "q", "SELECT 1", false, 1)),
            List.of(),
            new TreeMap<>(Map.of("q", 1.0)),
            List.of(),
            List.copyOf(proposals.values()),
            new PilotRecord(0, new TreeMap<>(), new TreeMap<>(), List.of(), List.of(), ""),
            List.of(set),
            List.copyOf(changes.keySet()),
            set,
            "same",
            "same",
            List.of()));
    return this;
  }

  private static ProposalRecord proposal(String id, List<ChangeRecord> changes, boolean chosen) {
    return new ProposalRecord(
        id,
        "indexes",
        "Change " + id,
        List.of(),
        "",
        "",
        "",
        changes,
        "",
        chosen ? Verdict.PROVEN : Verdict.NO_EFFECT,
        "because",
        chosen);
  }

  private String experiment(String name, double factor) throws IOException {
    var declaration =
        new Declaration(
            name,
            "The chosen set",
            "shop",
            "CREATE INDEX",
            new Testbed.Rules("a launch", "nothing"),
            List.of(
                Metric.of(
                    "total",
                    "cpu",
                    Statistic.MEDIAN,
                    Aggregate.TOTAL,
                    Map.of("q", 1.0),
                    Role.PRIMARY,
                    0)),
            List.of(new PartPlan("q", "q", false, 1, true, 30, true, 1000)),
            List.of(),
            Stopping.LOOKS,
            24,
            0.05,
            0.05,
            7,
            "");
    var random = new Random(7);
    var samples = new ArrayList<Sample>();
    for (int block = 1; block <= 24; block++) {
      for (var arm : Arm.values()) {
        double value = (arm == Arm.B ? factor : 1) * Math.exp(0.02 * random.nextGaussian());
        samples.add(new Sample(block, arm, 0, "q", 1, "cpu", value, false, "same"));
      }
    }
    folder.declare(name, declaration);
    try (var file = folder.samples(name)) {
      file.add(samples);
    }
    folder.judge(name, Judge.judge(declaration, samples));
    return name;
  }

  /** Writes the head and the manifest. */
  Path write() {
    folder.write(
        new RunRecord(
            folder.id(),
            folder.root().toString(),
            "another version",
            "run",
            Instant.EPOCH,
            Instant.EPOCH,
            new TreeMap<>(),
            targets));
    Manifest.write(folder.root());
    return folder.root();
  }
}
