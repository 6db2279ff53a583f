package dev.proven.postgres.rewrite;

import dev.proven.core.CostedWorkload;
import dev.proven.core.Proposal;
import dev.proven.core.Screening;
import dev.proven.core.Session;
import dev.proven.core.experiment.Arm;
import dev.proven.core.experiment.Testbed;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.rewrite.catalog.Functions;
import dev.proven.postgres.rewrite.check.GeneratedDatabases;
import dev.proven.postgres.rewrite.check.Snapshot;
import dev.proven.postgres.rewrite.check.Tested;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Drops the texts that are no faster, and those that a database tells apart from their originals,
 * and keeps one text for a statement.
 */
final class RewriteScreening {
  /** What takes longer is not run once more only to look at the order of its rows. */
  private static final double SHORT_ENOUGH_FOR_SNAPSHOT = 8;

  private final Testbed<PostgresTarget> testbed;
  private final Functions functions;
  private final CostedWorkload costed;
  private final Session session;
  private final Duration patience;
  private final List<Screening.Dropped> dropped = new ArrayList<>();
  private final OpenedIndexes.Room room;
  private final Set<String> wrong = new HashSet<>();

  RewriteScreening(
      Testbed<PostgresTarget> testbed,
      Functions functions,
      CostedWorkload costed,
      Session session,
      Duration patience) {
    this.testbed = testbed;
    this.functions = functions;
    this.costed = costed;
    this.session = session;
    this.patience = patience;
    this.room = new OpenedIndexes.Room(costed.workload().parts().size());
  }

  Screening<PostgresTarget> screen(List<Proposal<PostgresTarget>> proposals) throws Exception {
    long until = System.nanoTime() + patience.toNanos();
    var kept = new ArrayList<Rival>();
    for (var rivals : byCost(proposals)) {
      if (!isMeasured(rivals.getFirst().candidate().part())) {
        rivals.forEach(r -> drop(r, "the statement itself fails and is left out of the workload"));
      } else if (System.nanoTime() < until) {
        session.progress().note("Trying other texts for " + rivals.getFirst().candidate().part());
        best(rivals).ifPresent(kept::add);
      } else {
        rivals.forEach(r -> drop(r, outOfTime()));
      }
    }
    kept.sort(Comparator.comparingDouble(r -> -gain(r)));
    return new Screening<>(kept.stream().map(Rival::checked).toList(), List.copyOf(dropped));
  }

  /** The texts of each statement, those of the costliest statement first. */
  private List<List<Rival>> byCost(List<Proposal<PostgresTarget>> proposals) {
    Map<String, List<Rival>> byPart = new LinkedHashMap<>();
    for (var proposal : proposals) {
      if (proposal.change() instanceof SendRewritten send) {
        var rival = Rival.of(proposal, send);
        if (costed.isMeasured(send.candidate().part())) {
          byPart.computeIfAbsent(send.candidate().part(), _ -> new ArrayList<>()).add(rival);
        } else {
          drop(rival, "its statement is not among the costliest, which are measured");
        }
      }
    }
    return byPart.entrySet().stream()
        .sorted(Comparator.comparingDouble(e -> -costed.cost(e.getKey())))
        .map(Map.Entry::getValue)
        .toList();
  }

  private boolean isMeasured(String part) {
    return costed.workload().parts().stream().anyMatch(p -> p.id().equals(part));
  }

  private String outOfTime() {
    return "not tried: the "
        + patience.toSeconds()
        + " s for trying other texts went to statements that cost more";
  }

  private double gain(Rival r) {
    return (1 - r.ratio()) * costed.cost(r.candidate().part());
  }

  /** The fastest that nothing tells apart from the original. */
  private Optional<Rival> best(List<Rival> rivals) throws Exception {
    var part = rivals.getFirst().candidate().original().part();
    var trial = new QuickTrial(testbed, part, costed);
    var fast = tried(trial, rivals);
    fast.sort(Comparator.comparingDouble(Rival::ratio));
    Optional<Rival> best = Optional.empty();
    for (var rival : fast) {
      if (best.isPresent()) {
        drop(rival, "another text for " + part.id() + " was faster in a quick trial");
      } else {
        var tested = tested(rival);
        best = tested.isPresent() ? compared(tested.get(), trial) : Optional.empty();
      }
    }
    if (best.isEmpty()) {
      best = withIndex(rivals, trial);
      if (best.isEmpty()) {
        room.giveBack(part.id());
      }
    }
    return best;
  }

  /** Where no text is faster by itself: one that opens an index. */
  private Optional<Rival> withIndex(List<Rival> rivals, QuickTrial trial) throws Exception {
    var opened = new OpenedIndexes(testbed, trial, room);
    for (var rival : rivals) {
      if (!wrong.contains(rival.proposal().id())) {
        var found = opened.of(rival).flatMap(this::tested);
        if (found.isPresent()) {
          return compared(found.get(), trial);
        }
      }
    }
    return Optional.empty();
  }

  private void drop(Rival rival, String reason) {
    dropped.add(new Screening.Dropped(rival.proposal().id(), rival.proposal().title(), reason));
  }

  private List<Rival> tried(QuickTrial trial, List<Rival> rivals) throws Exception {
    var fast = new ArrayList<Rival>();
    trial
        .of(rivals)
        .forEach((rival, outcome) -> {
          switch (outcome) {
            case QuickTrial.Outcome.Timed t when t.isFaster() ->
                fast.add(rival.at(t.ratio()).and(Words.of(t)));
            case QuickTrial.Outcome.Timed t -> drop(rival, t.words());
            case QuickTrial.Outcome.Capped c -> drop(rival, c.words());
            case QuickTrial.Outcome.Wrong w -> refuse(rival, w.why());
          }
        });
    return fast;
  }

  /** On generated databases; what claims to be proved is tested like the rest. */
  private Optional<Rival> tested(Rival rival) {
    var candidate = rival.candidate();
    var databases = new GeneratedDatabases(testbed.target(Arm.B));
    var tested =
        databases.test(
            candidate.original().query(), q -> candidate.derivation().from(q, functions));
    return switch (tested) {
      case Tested.Refuted r -> refuse(rival, "it answers something else. " + r.counterexample());
      case Tested.Impossible i -> refuse(rival, "it could not be tested: " + i.reason());
      case Tested.Alike a when a.telling() < GeneratedDatabases.LEAST_TELLING ->
          refuse(
              rival,
              "only "
                  + a.telling()
                  + " of "
                  + a.databases()
                  + " generated databases gave another answer than empty tables give");
      case Tested.Alike a -> Optional.of(rival.and(Words.of(a)));
    };
  }

  private Optional<Rival> refuse(Rival rival, String reason) {
    wrong.add(rival.proposal().id());
    drop(rival, reason);
    return Optional.empty();
  }

  /** On the copy of the real data. */
  private Optional<Rival> compared(Rival rival, QuickTrial trial) throws SQLException {
    var candidate = rival.candidate();
    double seconds = costed.seconds().getOrDefault(candidate.part(), 0.0);
    if (seconds > SHORT_ENOUGH_FOR_SNAPSHOT) {
      return Optional.of(rival.and(trial.knowsAnswer() ? Words.SAME_ROWS : Words.tooLong(seconds)));
    }
    var patience = Duration.ofMillis(Math.round(5000 + 4000 * seconds));
    try (var snapshot =
        Snapshot.of(testbed.target(Arm.B), candidate.original().query(), patience)) {
      return switch (snapshot.compare(candidate.derivation().query())) {
        case Snapshot.Verdict.Alike a -> Optional.of(rival.and(a.evidence()));
        case Snapshot.Verdict.Open o -> Optional.of(rival.and(Words.open(o)));
        case Snapshot.Verdict.Refuted r ->
            refuse(rival, "it answers something else. " + r.counterexample());
      };
    }
  }
}
