package dev.proven.report;

import dev.proven.core.evidence.ExperimentEvidence;
import dev.proven.core.evidence.Run;
import dev.proven.core.experiment.GuardrailState;
import dev.proven.core.experiment.Verdict;
import dev.proven.report.Decision.Outcome;

/**
 * The main figures in Prometheus' text format, for a textfile collector.
 *
 * <ul>
 *   <li>{@code proven_run_info{run,version}}: 1
 *   <li>{@code proven_run_finished_timestamp_seconds}, {@code proven_run_duration_seconds}
 *   <li>{@code proven_decision{target,outcome}}: 1 for the outcome, 0 for the others
 *   <li>{@code proven_verdict{target,change,verdict}}: the same for each proposal and {@code
 *       chosen_set}
 *   <li>{@code proven_improvement_ratio{target,change,metric,bound}}: bound is estimate, lower
 *       (cautious) or upper; positive is better; primary and secondary metrics; units for
 *       differences
 *   <li>{@code proven_measured_value{target,change,metric,unit,arm}}: arm A before, B after
 *   <li>{@code proven_blocks}, {@code proven_blocks_still_needed{target,change}}
 *   <li>{@code proven_guardrails{target,change,state}}: how many are PASSED, VIOLATED or OPEN
 *   <li>{@code proven_noise_ratio}, {@code proven_minimum_detectable_effect_ratio{target,metric}}
 *   <li>{@code proven_on_share_ratio{target,on}}: only where a sample, replica or snapshot stood in
 *       for the target; its size as a fraction of the target's
 *   <li>{@code proven_target_left_as_it_was{target}}: 1 or 0
 * </ul>
 */
public final class PrometheusView implements View {
  private static final String CHOSEN = "chosen_set";

  @Override
  public String id() {
    return "prom";
  }

  @Override
  public String fileName() {
    return "proven.prom";
  }

  @Override
  public String render(Run run, Decision decision) {
    var out = new Exposition();
    declare(out);
    var record = run.record();
    double finished = record.finished().toEpochMilli() / 1000.0;
    out.add("proven_run_info", 1, "run", record.id(), "version", record.proven());
    out.add("proven_run_finished_timestamp_seconds", finished);
    out.add("proven_run_duration_seconds", finished - record.started().toEpochMilli() / 1000.0);
    TargetFindings.of(run, decision).forEach(f -> target(out, f));
    return out.toString();
  }

  private static void declare(Exposition out) {
    out.gauge("proven_run_info", "The run, as labels.");
    out.gauge("proven_run_finished_timestamp_seconds", "When the run ended, Unix time.");
    out.gauge("proven_run_duration_seconds", "How long the run took.");
    out.gauge("proven_decision", "1 for the outcome decided on, 0 for the others.");
    out.gauge("proven_verdict", "1 for the verdict on a change, 0 for the others.");
    out.gauge(
        "proven_improvement_ratio",
        "Improvement by a change, a fraction, positive is better; bound lower is cautious.");
    out.gauge("proven_measured_value", "Centre over the blocks; arm A is before, B is after.");
    out.gauge("proven_blocks", "Paired blocks that were complete.");
    out.gauge("proven_blocks_still_needed", "Estimate of the blocks still needed; -1 is unknown.");
    out.gauge("proven_guardrails", "How many guardrails are in that state.");
    out.gauge("proven_noise_ratio", "Spread of A against A between blocks, a fraction.");
    out.gauge(
        "proven_minimum_detectable_effect_ratio", "Smallest effect the planned blocks can show.");
    out.gauge("proven_on_share_ratio", "Size of what stood in for the target, a fraction of its.");
    out.gauge("proven_target_left_as_it_was", "1 if the fingerprint is equal before and after.");
  }

  private static void target(Exposition out, TargetFindings f) {
    var name = f.target().name();
    for (var outcome : Outcome.values()) {
      out.add(
          "proven_decision",
          is(outcome == f.decision().outcome()),
          "target",
          name,
          "outcome",
          outcome.name());
    }
    f.chosen().ifPresent(e -> experiment(out, name, CHOSEN, e));
    f.chosen().ifPresent(e -> verdict(out, name, CHOSEN, e.judgement().verdict()));
    for (var change : f.changes()) {
      verdict(out, name, change.proposal().id(), change.verdict());
      change.experiment().ifPresent(e -> experiment(out, name, change.proposal().id(), e));
    }
    pilot(out, f);
    var on = f.target().provenOn();
    if (on != null) {
      double share = (double) on.bytes() / Math.max(1, on.targetBytes());
      out.add("proven_on_share_ratio", share, "target", name, "on", on.label());
    }
    out.add("proven_target_left_as_it_was", is(f.leftAsItWas()), "target", name);
  }

  private static void pilot(Exposition out, TargetFindings f) {
    var name = f.target().name();
    var pilot = f.target().pilot();
    pilot.noise().forEach((m, v) -> out.add("proven_noise_ratio", v, "target", name, "metric", m));
    pilot
        .minimumDetectableEffect()
        .forEach((m, v) ->
            out.add("proven_minimum_detectable_effect_ratio", v, "target", name, "metric", m));
  }

  private static void verdict(Exposition out, String target, String change, Verdict verdict) {
    for (var v : Verdict.values()) {
      out.add(
          "proven_verdict",
          is(v == verdict),
          "target",
          target,
          "change",
          change,
          "verdict",
          v.name());
    }
  }

  private static void experiment(
      Exposition out, String target, String change, ExperimentEvidence e) {
    Measured.of(e).stream()
        .filter(m -> !m.guardrail())
        .forEach(m -> metric(out, target, change, m));
    out.add("proven_blocks", e.judgement().blocks(), "target", target, "change", change);
    out.add(
        "proven_blocks_still_needed",
        e.judgement().blocksStillNeeded(),
        "target",
        target,
        "change",
        change);
    for (var state : GuardrailState.values()) {
      if (state != GuardrailState.NONE) {
        double n =
            (double) e.judgement().metrics().stream().filter(m -> m.guardrail() == state).count();
        out.add("proven_guardrails", n, "target", target, "change", change, "state", state.name());
      }
    }
  }

  private static void metric(Exposition out, String target, String change, Measured m) {
    var i = m.metric();
    var r = m.result();
    bound(out, i.improvement(r.effect()), "estimate", target, change, m);
    bound(out, i.improvement(r.interval().upper()), "lower", target, change, m);
    bound(out, i.improvement(r.interval().lower()), "upper", target, change, m);
    value(out, r.before(), "A", target, change, m);
    value(out, r.after(), "B", target, change, m);
  }

  private static void bound(
      Exposition out, double value, String bound, String target, String change, Measured m) {
    out.add(
        "proven_improvement_ratio",
        value,
        "target",
        target,
        "change",
        change,
        "metric",
        m.name(),
        "bound",
        bound);
  }

  private static void value(
      Exposition out, double value, String arm, String target, String change, Measured m) {
    out.add(
        "proven_measured_value",
        value,
        "target",
        target,
        "change",
        change,
        "metric",
        m.name(),
        "unit",
        m.metric().unit(),
        "arm",
        arm);
  }

  private static double is(boolean yes) {
    return yes ? 1 : 0;
  }
}
