package dev.proven.report;

import dev.proven.core.Screening;
import dev.proven.core.Workload;
import dev.proven.core.evidence.ExperimentEvidence;
import dev.proven.core.evidence.Run;
import dev.proven.core.experiment.GuardrailState;
import dev.proven.core.experiment.Metric;
import dev.proven.core.experiment.Verdict;
import dev.proven.core.sprint.PilotRecord;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The document of {@code report.json}. Names are stable: a field may be added, none is renamed or
 * taken away within a major version. Fractions are fractions (0.931 is 93.1 %); a number that is
 * not known, such as an end of an unbounded interval, is null; words are those of the enums in
 * METHOD.md.
 *
 * @param format version of this document, 1
 * @param run id of the run
 * @param proven version of Proven
 * @param command what was called
 * @param started in UTC, ISO 8601
 * @param finished in UTC, ISO 8601
 * @param machine what it ran on
 * @param decision GO, ITERATE, UNDERPOWERED or PIVOT
 * @param why the decision in words
 * @param targets one for each target
 */
record ReportDocument(
    int format,
    String run,
    String proven,
    String command,
    Instant started,
    Instant finished,
    SortedMap<String, String> machine,
    Decision.Outcome decision,
    String why,
    List<TargetFigures> targets) {

  static ReportDocument of(Run run, Decision decision) {
    var r = run.record();
    return new ReportDocument(
        1,
        r.id(),
        r.proven(),
        r.command(),
        r.started(),
        r.finished(),
        r.machine(),
        decision.outcome(),
        decision.why(),
        TargetFindings.of(run, decision).stream().map(f -> TargetFigures.of(run, f)).toList());
  }

  /**
   * One target.
   *
   * @param kind of target
   * @param name without secrets
   * @param decision on this target
   * @param why in words
   * @param metric that the decision rests on; empty if there is none
   * @param improvement of that metric; null if there is none
   * @param provenOn what it was proven on in place of the target, in words; empty for copies of it
   * @param chosen ids of the proposals in the chosen set
   * @param chosenSet its experiment; null if there was none
   * @param proposals what became of each
   * @param experiments all of them, the pilot too
   * @param leftOut of the workload
   * @param dropped proposals without an experiment
   * @param pilot noise and minimum detectable effect
   * @param leftAsItWas whether the fingerprints before and after are equal
   * @param fingerprintBefore of the target
   * @param fingerprintAfter of the target
   * @param environment versions and settings
   * @param notes what a reader should know
   */
  record TargetFigures(
      String kind,
      String name,
      Decision.Outcome decision,
      String why,
      String metric,
      @Nullable Improvement improvement,
      String provenOn,
      List<String> chosen,
      @Nullable ExperimentFigures chosenSet,
      List<ProposalFigures> proposals,
      List<ExperimentFigures> experiments,
      List<Workload.LeftOut> leftOut,
      List<Screening.Dropped> dropped,
      PilotRecord pilot,
      boolean leftAsItWas,
      String fingerprintBefore,
      String fingerprintAfter,
      SortedMap<String, String> environment,
      List<String> notes) {

    static TargetFigures of(Run run, TargetFindings f) {
      var t = f.target();
      return new TargetFigures(
          t.kind(),
          t.name(),
          f.decision().outcome(),
          f.decision().why(),
          f.decision().metric(),
          f.decision().improvement().filter(i -> Double.isFinite(i.lower())).orElse(null),
          f.provenOn().orElse(""),
          t.chosen(),
          f.chosen().map(e -> ExperimentFigures.of(e, f)).orElse(null),
          f.changes().stream().map(c -> ProposalFigures.of(c, f)).toList(),
          t.experiments().stream().map(e -> ExperimentFigures.of(run.experiment(e), f)).toList(),
          t.leftOut(),
          t.diagnoses().stream().flatMap(d -> d.dropped().stream()).toList(),
          t.pilot(),
          f.leftAsItWas(),
          t.fingerprintBefore(),
          t.fingerprintAfter(),
          t.environment(),
          t.notes());
    }
  }

  /**
   * One proposal.
   *
   * @param id stable
   * @param optimizer who proposed it
   * @param title one line
   * @param verdict PROVEN, REGRESSED, NO_EFFECT, UNDERPOWERED or NOT_RUN
   * @param why in words
   * @param chosen whether it is in the chosen set
   * @param experiment folder of its own experiment; empty if there was none
   * @param provenOn what it was measured on in place of the target; empty for copies of it, or
   *     without an experiment
   * @param primary its own primary metric; null if there was no experiment
   * @param blocksStillNeeded 0 where none, -1 where unknown
   * @param expected effect that was estimated
   * @param risk what it may cost
   * @param script the change as text
   */
  record ProposalFigures(
      String id,
      String optimizer,
      String title,
      Verdict verdict,
      String why,
      boolean chosen,
      String experiment,
      String provenOn,
      @Nullable MetricFigures primary,
      int blocksStillNeeded,
      String expected,
      String risk,
      String script) {

    static ProposalFigures of(ChangeRow row, TargetFindings f) {
      var p = row.proposal();
      return new ProposalFigures(
          p.id(),
          p.optimizer(),
          p.title(),
          p.verdict(),
          p.why(),
          p.chosen(),
          p.experiment(),
          row.experiment().flatMap(_ -> f.provenOn()).orElse(""),
          row.primary().map(MetricFigures::of).orElse(null),
          row.experiment().map(e -> e.judgement().blocksStillNeeded()).orElse(0),
          p.expected(),
          p.risk(),
          p.script());
    }
  }

  /**
   * One experiment.
   *
   * @param folder below the run
   * @param declaration SHA-256 of what was declared
   * @param verdict of it
   * @param provenOn what it was carried out on in place of the target; empty for copies of it
   * @param why in words
   * @param blocks that were complete
   * @param blocksStillNeeded 0 where none, -1 where unknown
   * @param differentAnswers parts that answered differently
   * @param metrics in the declared order
   */
  record ExperimentFigures(
      String folder,
      String declaration,
      Verdict verdict,
      String provenOn,
      String why,
      int blocks,
      int blocksStillNeeded,
      List<String> differentAnswers,
      List<MetricFigures> metrics) {

    static ExperimentFigures of(ExperimentEvidence e, TargetFindings f) {
      var j = e.judgement();
      return new ExperimentFigures(
          e.folder(),
          j.declaration(),
          j.verdict(),
          f.provenOn().orElse(""),
          j.why(),
          j.blocks(),
          j.blocksStillNeeded(),
          j.differentAnswers(),
          Measured.of(e).stream().map(MetricFigures::of).toList());
    }
  }

  /**
   * One metric of an experiment.
   *
   * @param name as declared
   * @param role PRIMARY, GUARDRAIL or SECONDARY
   * @param unit of before and after
   * @param before centre of arm A
   * @param after centre of arm B
   * @param improvement positive is better; a fraction for ratios, units for differences
   * @param improvementLower the cautious end
   * @param improvementUpper the hopeful end
   * @param p two-sided, Student's t
   * @param hodgesLehmannP exact signed-rank
   * @param signFlipP permutation
   * @param blocks it was judged on
   * @param tell BETTER, ACCEPTED (costs within its margin), WORSE or UNCLEAR
   * @param guardrail PASSED, VIOLATED, OPEN or NONE
   * @param margin accepted regression, a fraction or in units
   * @param cappedBefore slots of arm A that ran into the cap
   * @param cappedAfter slots of arm B that did
   */
  record MetricFigures(
      String name,
      Metric.Role role,
      String unit,
      @Nullable Double before,
      @Nullable Double after,
      @Nullable Double improvement,
      @Nullable Double improvementLower,
      @Nullable Double improvementUpper,
      @Nullable Double p,
      @Nullable Double hodgesLehmannP,
      @Nullable Double signFlipP,
      int blocks,
      Tell tell,
      GuardrailState guardrail,
      double margin,
      int cappedBefore,
      int cappedAfter) {

    static MetricFigures of(Measured m) {
      var r = m.result();
      return new MetricFigures(
          m.name(),
          m.metric().role(),
          m.metric().unit(),
          finite(r.before()),
          finite(r.after()),
          finite(m.metric().improvement(r.effect())),
          finite(m.metric().improvement(r.interval().upper())),
          finite(m.metric().improvement(r.interval().lower())),
          finite(r.p()),
          finite(r.hodgesLehmannP()),
          finite(r.signFlipP()),
          r.blocks(),
          m.tell(),
          r.guardrail(),
          m.metric().margin(),
          r.cappedBefore(),
          r.cappedAfter());
    }

    private static @Nullable Double finite(double value) {
      return Double.isFinite(value) ? value : null;
    }
  }
}
