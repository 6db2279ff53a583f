package dev.proven.postgres.hint;

import dev.proven.core.CostedWorkload;
import dev.proven.core.Proposal;
import dev.proven.core.Screening;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.index.Explainer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;

/**
 * Executes the statements on a copy without what the hints would forbid, by the settings of the
 * session, and keeps for each statement the best hint that the server obeys.
 */
final class HintScreening {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MOST_KEPT = 5;

  private record Tried(
      Proposal<PostgresTarget> proposal, SendHinted change, SwitchTrial.Seen seen) {}

  private final PostgresTarget copy;
  private final CostedWorkload costed;
  private final List<Tried> tried = new ArrayList<>();
  private final List<Screening.Dropped> dropped = new ArrayList<>();

  HintScreening(PostgresTarget copy, CostedWorkload costed) {
    this.copy = copy;
    this.costed = costed;
  }

  Screening<PostgresTarget> screen(List<Proposal<PostgresTarget>> proposals) throws SQLException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    var ordered = new ArrayList<>(proposals);
    ordered.sort(Comparator.comparingDouble(p -> -cost(p)));
    try (var connection = copy.connect()) {
      Explainer.plainPlans(connection);
      connection.setAutoCommit(false);
      for (var proposal : ordered) {
        if (System.nanoTime() > until) {
          drop(proposal, "there was no time left to try it");
        } else if (proposal.change() instanceof SendHinted change) {
          look(proposal, change, connection);
        }
      }
      connection.rollback();
    }
    return new Screening<>(kept(), List.copyOf(dropped));
  }

  private double cost(Proposal<PostgresTarget> p) {
    return p.change() instanceof SendHinted s ? costed.cost(s.part().id()) : 0;
  }

  private void look(Proposal<PostgresTarget> proposal, SendHinted change, Connection connection)
      throws SQLException {
    var savepoint = connection.setSavepoint();
    try {
      var text = copy.texts().of(change.part().text());
      double seconds = costed.seconds().getOrDefault(change.part().id(), 0.0);
      var seen = new SwitchTrial(connection).of(text, change.without(), seconds);
      if (!seen.isFaster()) {
        drop(proposal, seen.inWords());
      } else if (!new Switches(connection).isObeyed(text, change.without())) {
        drop(proposal, "the server does not obey the hint, although " + seen.inWords());
      } else {
        tried.add(new Tried(proposal, change, seen));
      }
    } catch (SQLException e) {
      connection.rollback(savepoint);
      drop(proposal, "it failed: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  private List<Proposal<PostgresTarget>> kept() {
    var kept = new ArrayList<Proposal<PostgresTarget>>();
    var hinted = new HashSet<String>();
    tried.sort(
        Comparator.comparingDouble(
            t -> -(1 - t.seen().ratio()) * costed.cost(t.change().part().id())));
    for (var t : tried) {
      if (kept.size() == MOST_KEPT) {
        drop(t.proposal(), "other hints promise more, " + t.seen().inWords());
      } else if (hinted.add(t.change().part().id())) {
        kept.add(withEvidence(t));
      } else {
        drop(t.proposal(), "another hint for it was faster, " + t.seen().inWords());
      }
    }
    return kept;
  }

  private static Proposal<PostgresTarget> withEvidence(Tried t) {
    var p = t.proposal();
    var evidence = new ArrayList<>(p.evidence());
    evidence.add("A trial, which proves nothing: " + t.seen().inWords() + ".");
    return new Proposal<>(p.id(), p.title(), evidence, p.expected(), p.risk(), p.change());
  }

  private void drop(Proposal<PostgresTarget> proposal, String reason) {
    dropped.add(new Screening.Dropped(proposal.id(), proposal.title(), reason));
  }
}
