package dev.proven.postgres.setting;

import dev.proven.core.CostedWorkload;
import dev.proven.core.Progress;
import dev.proven.core.Proposal;
import dev.proven.core.Screening;
import dev.proven.core.experiment.Part;
import dev.proven.postgres.PostgresTarget;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Asks a private copy what each proposed value would touch, tries those that touch something, and
 * keeps the best value of each setting. A value that touches no statement, or clearly makes one
 * slower, gets no experiment.
 */
final class SettingScreening {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** A statement that takes longer than this is not executed here. */
  private static final double MOST_SECONDS = 5;

  /** What is still tried where many statements are touched. */
  private static final int MOST_PARTS = 30;

  /** The others would take the time of those that promise more. */
  private static final int MOST_KEPT = 3;

  private final PostgresTarget copy;
  private final CostedWorkload costed;
  private final Progress progress;
  private final Facts facts;
  private final Instant until = Instant.now().plus(PATIENCE);
  private final List<Tried> tried = new ArrayList<>();
  private final List<Screening.Dropped> dropped = new ArrayList<>();
  private final Map<String, String> accepted = new TreeMap<>();

  SettingScreening(PostgresTarget copy, CostedWorkload costed, Progress progress)
      throws SQLException {
    this.copy = copy;
    this.costed = costed;
    this.progress = progress;
    this.facts = Facts.read(copy, costed.workload());
  }

  Screening<PostgresTarget> screen(List<Proposal<PostgresTarget>> proposals) throws SQLException {
    if (proposals.isEmpty()) {
      return new Screening<>(List.of(), List.of());
    }
    progress.note("Executing the statements once, to see what they keep on disk");
    var seen = Executions.of(copy, affordable(), MOST_SECONDS);
    try (var explain = Explain.on(copy);
        var connection = copy.connect()) {
      var trial = new ValueTrial(copy.texts(), connection, costed);
      for (var proposal : proposals) {
        if (proposal.change() instanceof SetForSessions value) {
          look(proposal, value, seen, explain, trial);
        }
      }
    }
    return new Screening<>(kept(), List.copyOf(dropped));
  }

  private List<Part> affordable() {
    return facts.parts().stream()
        .filter(p -> facts.plans().containsKey(p.id()))
        .filter(p -> costed.seconds().getOrDefault(p.id(), 0.0) <= MOST_SECONDS)
        .toList();
  }

  private void look(
      Proposal<PostgresTarget> proposal,
      SetForSessions value,
      Executions seen,
      Explain explain,
      ValueTrial trial)
      throws SQLException {
    var changed = changed(explain.plans(facts.parts(), Map.of(value.setting(), value.value())));
    boolean memory = Knobs.MEMORY.contains(value.setting());
    var touched = new TreeSet<>(changed);
    touched.addAll(memory ? seen.spills().keySet() : Set.of());
    if (touched.isEmpty()) {
      drop(
          proposal,
          memory
              ? "no statement was seen to spill on the copy, and it changes no plan"
              : "it changes the plan of no statement");
      return;
    }
    if (Instant.now().isAfter(until)) {
      drop(proposal, "there was no time left to try it");
      return;
    }
    progress.note("Trying " + proposal.title() + " on " + touched.size() + " statements");
    var outcome = trial.of(value, worthTrying(touched));
    tried.add(new Tried(proposal, value, changed, evidence(touched, seen, value), outcome, costed));
  }

  private Set<String> changed(Map<String, Plan> with) {
    var changed = new TreeSet<String>();
    facts
        .plans()
        .forEach((id, plan) -> {
          var other = with.get(id);
          if (other == null || !plan.sameAs(other)) {
            changed.add(id);
          }
        });
    return changed;
  }

  private List<String> worthTrying(Set<String> touched) {
    return touched.stream()
        .filter(id -> costed.seconds().getOrDefault(id, 0.0) <= MOST_SECONDS)
        .sorted(java.util.Comparator.comparingDouble(id -> -costed.cost(id)))
        .limit(MOST_PARTS)
        .toList();
  }

  private static List<String> evidence(Set<String> touched, Executions seen, SetForSessions value) {
    var evidence = new ArrayList<String>();
    if (Knobs.MEMORY.contains(value.setting())) {
      seen.spills().values().stream().map(s -> "On the copy " + s + ".").forEach(evidence::add);
    }
    if (Knobs.COMPILING.contains(value.setting())) {
      seen.compiled()
          .forEach((id, share) -> {
            if (touched.contains(id)) {
              evidence.add(
                  "On the copy "
                      + id
                      + " spent "
                      + Numbers.text(100 * share)
                      + " % of its time on being compiled.");
            }
          });
    }
    return evidence.stream().limit(6).toList();
  }

  /** The best value of each setting, the best settings first. */
  private List<Proposal<PostgresTarget>> kept() {
    var kept = new ArrayList<Proposal<PostgresTarget>>();
    tried.sort(java.util.Comparator.comparingDouble(t -> -t.gain()));
    for (var t : tried) {
      var reason = reason(t, kept.size());
      if (reason.isEmpty()) {
        accepted.put(t.value().setting(), t.value().value());
        kept.add(t.withEvidence());
      } else {
        drop(t.proposal(), reason);
      }
    }
    return kept;
  }

  /** Why a value gets no experiment; empty if it gets one. */
  private String reason(Tried t, int kept) {
    var own = t.refusal();
    if (!own.isEmpty()) {
      return own;
    }
    var setting = t.value().setting();
    var better = accepted.get(setting);
    if (better != null) {
      return setting
          + " = "
          + better
          + " was better in a quick trial on the copy ("
          + t.inWords()
          + ")";
    }
    if (kept == MOST_KEPT) {
      return "other settings promise more in a quick trial on the copy (" + t.inWords() + ")";
    }
    if (Knobs.MEMORY.contains(setting)) {
      var both = new TreeMap<>(accepted);
      both.put(setting, t.value().value());
      return MemoryBudget.of(facts)
          .with(both)
          .refusal()
          .map(why -> "together with " + accepted + " " + why)
          .orElse("");
    }
    return "";
  }

  private void drop(Proposal<PostgresTarget> proposal, String reason) {
    dropped.add(new Screening.Dropped(proposal.id(), proposal.title(), reason));
  }
}
