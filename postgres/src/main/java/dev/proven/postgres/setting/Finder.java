package dev.proven.postgres.setting;

import dev.proven.core.Change;
import dev.proven.core.Diagnosis;
import dev.proven.core.Proposal;
import dev.proven.postgres.PostgresTarget;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Makes a diagnosis of facts by rules: every value that the guard lets pass becomes a proposal, and
 * every setting without one is named with its reason.
 */
final class Finder {
  /** Makes the change of a proposal. */
  @FunctionalInterface
  interface Maker {
    Change<PostgresTarget> change(Setting setting, String value);
  }

  private final String optimizer;
  private final Facts facts;
  private final Maker maker;
  private final String missing;
  private final List<String> looked = new ArrayList<>();
  private final LinkedHashMap<String, Diagnosis.Finding> findings = new LinkedHashMap<>();
  private final List<Proposal<PostgresTarget>> proposals = new ArrayList<>();

  /** Whose proposals need what is missing, empty where nothing is. */
  Finder(String optimizer, Facts facts, Maker maker, String missing) {
    this.optimizer = optimizer;
    this.facts = facts;
    this.maker = maker;
    this.missing = missing;
  }

  Diagnosis<PostgresTarget> find(List<Rule> rules) {
    looked.add(facts.machine().inWords());
    looked.add(
        "The plans of "
            + facts.plans().size()
            + " of "
            + facts.parts().size()
            + " statements, under the settings of the database's sessions.");
    for (var rule : rules) {
      var advice = rule.advise(facts);
      if (!advice.reason().isEmpty()) {
        looked.add(advice.reason());
      }
      advice.candidates().forEach(this::take);
    }
    return new Diagnosis<>(optimizer, looked, List.copyOf(findings.values()), proposals);
  }

  private void take(Candidate candidate) {
    var refusal = new Guard(facts).refusal(candidate.setting(), candidate.value());
    if (refusal.isPresent()) {
      looked.add(
          candidate.setting()
              + " = "
              + candidate.value()
              + " is not proposed: "
              + refusal.get()
              + ".");
      return;
    }
    facts.setting(candidate.setting()).ifPresent(setting -> propose(setting, candidate));
  }

  private void propose(Setting setting, Candidate candidate) {
    findings.computeIfAbsent(
        setting.name(),
        name ->
            new Diagnosis.Finding(
                name + " is " + setting.shown(), String.join(" ", candidate.evidence())));
    proposals.add(
        new Proposal<>(
            setting.name() + "=" + candidate.value(),
            setting.name() + " from " + setting.shown() + " to " + candidate.value(),
            candidate.evidence(),
            candidate.expected(),
            candidate.risk(),
            maker.change(setting, candidate.value()),
            missing.isEmpty() ? candidate.missing() : missing));
  }
}
