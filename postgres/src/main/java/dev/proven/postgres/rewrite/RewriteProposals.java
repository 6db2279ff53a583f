package dev.proven.postgres.rewrite;

import dev.proven.core.Diagnosis.Finding;
import dev.proven.core.Proposal;
import dev.proven.postgres.Knowledge;
import dev.proven.postgres.PostgresTarget;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Candidates and what they spare, put into words. */
final class RewriteProposals {
  static final String PROVED = "Proved: ";
  static final String NOT_PROVED = "Not proved: no proof covers all of it.";

  private final Set<String> ids = new HashSet<>();
  private final Knowledge knowledge;

  RewriteProposals(Knowledge knowledge) {
    this.knowledge = knowledge;
  }

  List<Proposal<PostgresTarget>> of(List<Candidate> candidates) {
    var proposals = new ArrayList<Proposal<PostgresTarget>>();
    candidates.forEach(c -> proposals.add(of(c)));
    return List.copyOf(proposals);
  }

  private Proposal<PostgresTarget> of(Candidate c) {
    return new Proposal<>(
        id(c),
        c.part() + ": " + c.derivation().remedy(),
        evidence(c),
        String.format(
            Locale.ROOT,
            "By the planner's estimates, which prove nothing, %s would cost %.1f %% of what it does.",
            c.part(),
            100 * c.ratio()),
        "The application must send the new text; whoever changes the statement later changes that"
            + " one."
            + risk(c.part()),
        new SendRewritten(c));
  }

  private String risk(String part) {
    var guessed =
        knowledge.guesses(part).isEmpty()
            ? ""
            : " Part of the original is guessed, so the rule may not fit what your application sends.";
    return knowledge.isVaried(part)
        ? guessed
            + " The application sends it for all values; other parts measure the statement with"
            + " others."
        : guessed;
  }

  private String id(Candidate c) {
    var id = c.part() + "." + c.derivation().id();
    for (int i = 2; !ids.add(id); i++) {
      id = c.part() + "." + c.derivation().id() + "-" + i;
    }
    return id;
  }

  private List<String> evidence(Candidate c) {
    var lines = new ArrayList<String>();
    var guessed = knowledge.guesses(c.part());
    if (!guessed.isEmpty()) {
      lines.add("The original is partly guessed: " + String.join(", ", guessed) + ".");
    }
    c.derivation().needs().forEach(n -> lines.add("Catalog: " + n));
    lines.add(c.derivation().proof().map(p -> PROVED + p).orElse(NOT_PROVED));
    return lines;
  }

  /** What a statement wastes: one finding for each way that spares it. */
  static List<Finding> findings(List<Candidate> candidates) {
    var findings = new ArrayList<Finding>();
    var said = new HashSet<String>();
    for (var c : candidates) {
      for (var step : c.derivation().steps()) {
        var title = c.part() + " " + step.result().waste();
        if (said.add(title)) {
          findings.add(
              new Finding(
                  title,
                  String.format(
                      Locale.ROOT,
                      "estimated cost %,.0f; %s: %,.0f",
                      c.original().cost(),
                      c.derivation().remedy(),
                      c.cost())));
        }
      }
    }
    return findings;
  }
}
