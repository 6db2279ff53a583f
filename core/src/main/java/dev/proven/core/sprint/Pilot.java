package dev.proven.core.sprint;

import dev.proven.core.Session;
import dev.proven.core.Target;
import dev.proven.core.experiment.Judgement;
import dev.proven.core.experiment.Part;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/**
 * The unchanged system measured against itself, which tells this machine's noise.
 *
 * @param <T> the kind of target
 */
final class Pilot<T extends Target> {
  private static final int BLOCKS = 6;

  private final Laboratory<T> laboratory;
  private final List<Part> parts;
  private final Plans plans;

  Pilot(Laboratory<T> laboratory, List<Part> parts, Plans plans) {
    this.laboratory = laboratory;
    this.parts = parts;
    this.plans = plans;
  }

  /** Runs it over the parts that are short enough. */
  PilotRecord run(Session session, Instant deadline) throws Exception {
    session.progress().stage("Pilot: the unchanged system against itself");
    var costs = plans.costs();
    var measured = parts.stream().filter(p -> costs.shortEnoughForPilot(p.id())).toList();
    var leftOut =
        parts.stream().map(Part::id).filter(id -> !costs.shortEnoughForPilot(id)).toList();
    if (measured.isEmpty()) {
      var unstable = List.copyOf(laboratory.varying().keySet());
      return new PilotRecord(0, new TreeMap<>(), new TreeMap<>(), unstable, leftOut, "");
    }
    var subject =
        new Plans.Subject(
            laboratory.next("pilot"), "Pilot, A against A", "", laboratory.seed(plans));
    var result = laboratory.run(plans.pilot(subject, measured, BLOCKS), null, deadline);
    return PilotRecord.of(
        result, metric -> plans.horizon(metric, parts), unstable(result.judgement()), leftOut);
  }

  /** What answers differently on equal systems, here or before. */
  private List<String> unstable(Judgement judgement) {
    judgement
        .differentAnswers()
        .forEach(id -> laboratory.varies(id, "it answered otherwise when nothing was changed"));
    return List.copyOf(laboratory.varying().keySet());
  }
}
