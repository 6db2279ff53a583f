package dev.proven.report;

import dev.proven.core.ProvenOn;
import dev.proven.core.evidence.ExperimentEvidence;
import dev.proven.core.evidence.Run;
import dev.proven.core.experiment.Metric.Role;
import dev.proven.core.sprint.TargetRecord;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * What there is to say of one target, put together once for all views.
 *
 * @param target the record
 * @param decision on it
 * @param changes one for each proposal
 * @param chosen the experiment of the chosen set, if there was one
 */
record TargetFindings(
    TargetRecord target,
    Decision.OfTarget decision,
    List<ChangeRow> changes,
    Optional<ExperimentEvidence> chosen) {

  /** The findings of all targets, in the order of the run. */
  static List<TargetFindings> of(Run run, Decision decision) {
    var targets = run.record().targets();
    return IntStream.range(0, targets.size())
        .mapToObj(i -> of(run, targets.get(i), decision.targets().get(i)))
        .toList();
  }

  private static TargetFindings of(Run run, TargetRecord target, Decision.OfTarget decision) {
    return new TargetFindings(target, decision, changes(run, target), run.chosen(target));
  }

  private static List<ChangeRow> changes(Run run, TargetRecord target) {
    return target.proposals().stream()
        .map(p ->
            new ChangeRow(
                p,
                p.experiment().isEmpty()
                    ? Optional.empty()
                    : Optional.of(run.experiment(p.experiment()))))
        .toList();
  }

  /** All metrics of the chosen set; empty if there was none. */
  List<Measured> metrics() {
    return chosen.map(Measured::of).orElse(List.of());
  }

  /** Primary and secondary metrics of the chosen set, the primary first. */
  List<Measured> headline() {
    return metrics().stream()
        .filter(m -> !m.guardrail())
        .sorted((x, y) -> x.metric().role().compareTo(y.metric().role()))
        .toList();
  }

  List<Measured> guardrails() {
    return metrics().stream().filter(Measured::guardrail).toList();
  }

  List<PartRow> reads() {
    return rows(r -> !r.part().write());
  }

  List<PartRow> writes() {
    return rows(r -> r.part().write());
  }

  private List<PartRow> rows(Predicate<PartRow> wanted) {
    return target.parts().stream()
        .flatMap(p ->
            metrics().stream()
                .filter(m -> m.covers(p.id()) && m.metric().role() != Role.PRIMARY)
                .limit(1)
                .map(m -> new PartRow(p, m)))
        .filter(wanted)
        .toList();
  }

  /** The parts of the chosen set's experiment that ran into the time cap. */
  List<PartRow> capped() {
    return rows(r -> !r.measured().capped().isEmpty());
  }

  /** What it was proven on in place of the target; empty for copies of the target itself. */
  Optional<String> provenOn() {
    return Optional.ofNullable(target.provenOn()).map(ProvenOn::label);
  }

  /** The same in brackets behind a verdict, or nothing. */
  String provenOnSuffix() {
    return provenOn().map(label -> " [" + label + "]").orElse("");
  }

  /** Whether everything that was done to the target was taken back. */
  boolean leftAsItWas() {
    return target.fingerprintBefore().equals(target.fingerprintAfter());
  }

  /** How the metrics of single changes relate to those of the chosen set. */
  String exploratory() {
    return "Each change was first measured alone, on the parts it can affect, to choose among them;"
        + " those results are exploratory. The decision rests on the chosen set, measured again on"
        + " fresh blocks over the whole workload.";
  }
}
