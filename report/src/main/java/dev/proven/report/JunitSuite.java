package dev.proven.report;

import dev.proven.core.evidence.ExperimentEvidence;
import dev.proven.core.experiment.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * The test cases that a target is reported as.
 *
 * @param name of the target
 * @param decision on it
 * @param why in words
 * @param hashes of the declarations of the experiments
 * @param cases in the order of the report
 */
record JunitSuite(String name, String decision, String why, List<String> hashes, List<Case> cases) {

  /** How a case ended. */
  enum Result {
    PASSED,
    FAILED,
    SKIPPED
  }

  /**
   * One case.
   *
   * @param group chosen, proposal, guardrail or target
   * @param name of what was tested
   * @param result passed, failed or skipped
   * @param type verdict or state
   * @param message the figures and the reason
   */
  record Case(String group, String name, Result result, String type, String message) {
    Case with(String suffix) {
      return new Case(group, name, result, type, message + suffix);
    }
  }

  static JunitSuite of(TargetFindings f) {
    var cases = new ArrayList<Case>();
    var where = f.provenOnSuffix();
    f.chosen().ifPresent(e -> cases.add(chosen(e).with(where)));
    f.changes().forEach(c -> cases.add(proposal(c).with(c.experiment().isPresent() ? where : "")));
    f.guardrails().forEach(m -> cases.add(guardrail(m).with(where)));
    cases.add(undone(f));
    var hashes = new ArrayList<String>();
    f.chosen().ifPresent(e -> hashes.add(e.declaration().hash()));
    f.changes().forEach(c -> c.experiment().ifPresent(e -> hashes.add(e.declaration().hash())));
    return new JunitSuite(
        f.target().name(),
        f.decision().outcome().name(),
        f.decision().why() + where,
        hashes,
        cases);
  }

  static long failures(List<Case> cases) {
    return cases.stream().filter(c -> c.result() == Result.FAILED).count();
  }

  static long skipped(List<Case> cases) {
    return cases.stream().filter(c -> c.result() == Result.SKIPPED).count();
  }

  private static Case chosen(ExperimentEvidence e) {
    var figures = Measured.primary(e).shift().text();
    var verdict = e.judgement().verdict();
    var message =
        words(verdict, figures, e.judgement().why() + " " + Blocks.stillNeeded(e.judgement()));
    return new Case("chosen", e.declaration().title(), result(verdict), verdict.name(), message);
  }

  /** By itself a proposal only explores, so none can fail: it is the set that is put into use. */
  private static Case proposal(ChangeRow c) {
    var verdict = c.verdict();
    var figures = c.primary().map(m -> m.shift().text()).orElse("");
    var message = words(verdict, figures, c.proposal().why() + " " + c.stillNeeded());
    var result = verdict == Verdict.REGRESSED ? Result.SKIPPED : result(verdict);
    return new Case("proposal", c.proposal().id(), result, verdict.name(), message);
  }

  private static String words(Verdict verdict, String figures, String why) {
    return (verdict.sign() + " " + verdict.label() + " " + figures).strip() + ": " + why.strip();
  }

  private static Result result(Verdict verdict) {
    return switch (verdict) {
      case PROVEN, NO_EFFECT -> Result.PASSED;
      case REGRESSED -> Result.FAILED;
      case UNDERPOWERED, NOT_RUN -> Result.SKIPPED;
    };
  }

  private static Case guardrail(Measured m) {
    var state = m.result().guardrail();
    var result =
        switch (state) {
          case PASSED, NONE -> Result.PASSED;
          case VIOLATED -> Result.FAILED;
          case OPEN -> Result.SKIPPED;
        };
    var message =
        state
            + ": "
            + m.shift().text()
            + ", at worst "
            + m.worstCase()
            + ", accepted "
            + m.margin();
    return new Case("guardrail", m.name(), result, state.name(), message);
  }

  private static Case undone(TargetFindings f) {
    return new Case(
        "target",
        "left as it was",
        f.leftAsItWas() ? Result.PASSED : Result.FAILED,
        "fingerprint",
        f.target().fingerprintBefore() + " before, " + f.target().fingerprintAfter() + " after");
  }
}
