package dev.proven.postgres.index;

import dev.proven.core.CostedWorkload;
import dev.proven.core.Progress;
import dev.proven.core.Proposal;
import dev.proven.core.Screening;
import dev.proven.core.Session;
import dev.proven.core.journal.Undo;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Makes every proposed index once on a private copy, asks the planner who would use it, and chooses
 * those that stand well together. Costs only screen: nothing here is told as a gain.
 */
final class IndexScreening implements AutoCloseable {
  /** No more indexes are chosen than can be proven in one sprint. */
  static final int MOST = 12;

  /** An index must shorten some statement by this fraction of its estimated cost. */
  private static final double LEAST_CUT = 0.02;

  private static final double LEAST_ROOM = 1e9;

  private final PostgresTarget copy;
  private final Session session;
  private final Connection connection;
  private final Shelf shelf;
  private final Deque<Undo> undos = new ArrayDeque<>();
  private final Map<CreateIndex, Proposal<PostgresTarget>> proposals = new LinkedHashMap<>();
  private final Map<CreateIndex, Long> bytes = new LinkedHashMap<>();
  private final List<Screening.Dropped> dropped = new ArrayList<>();

  IndexScreening(PostgresTarget copy, Session session) throws SQLException {
    this.copy = copy;
    this.session = session;
    this.connection = copy.connect();
    this.shelf = new Shelf(connection);
    Explainer.plainPlans(connection);
  }

  Screening<PostgresTarget> screen(List<Proposal<PostgresTarget>> candidates, CostedWorkload costed)
      throws SQLException {
    make(candidates);
    var readable = costed.workload().parts().stream().filter(this::canBePlanned).toList();
    var costs = new CostTable(shelf, readable);
    var selection = new Selection(costs, new Score(costed), bytes);
    progress().note("Asking the planner for the best set of " + bytes.size() + " indexes");
    var kept = new ArrayList<Proposal<PostgresTarget>>();
    var chosen = selection.choose(MOST);
    for (CreateIndex index : chosen) {
      kept.add(withEvidence(index, selection));
    }
    for (CreateIndex index : bytes.keySet()) {
      if (!chosen.contains(index)) {
        drop(index, reason(index, selection));
      }
    }
    return new Screening<>(kept, List.copyOf(dropped));
  }

  private Progress progress() {
    return session.progress();
  }

  private boolean canBePlanned(dev.proven.core.experiment.Part part) {
    try {
      new Explainer(connection).explain(part.text());
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  private void make(List<Proposal<PostgresTarget>> candidates) throws SQLException {
    double room = Math.max(LEAST_ROOM, 2.0 * size());
    int count = 0;
    for (var proposal : candidates) {
      progress().note("Making " + ++count + " of " + candidates.size() + ": " + proposal.title());
      if (proposal.change() instanceof CreateIndex index) {
        proposals.put(index, proposal);
        if (bytes.values().stream().mapToLong(b -> b).sum() > room) {
          drop(index, "the indexes tried before it had filled the room for trials");
        } else {
          make(index);
        }
      }
    }
  }

  private double size() throws SQLException {
    return Sql.number(connection, "SELECT pg_database_size(current_database())");
  }

  @SuppressWarnings("MustBeClosedChecker") // kept until this screening is closed
  private void make(CreateIndex index) throws SQLException {
    try {
      undos.push(index.apply(copy, session.journal()));
      shelf.add(index);
      bytes.put(index, shelf.bytes(index));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      drop(index, "the server refused it: " + e.getMessage());
    }
  }

  private void drop(CreateIndex index, String reason) {
    var proposal = java.util.Objects.requireNonNull(proposals.get(index));
    dropped.add(new Screening.Dropped(proposal.id(), proposal.title(), reason));
  }

  private String reason(CreateIndex index, Selection selection) throws SQLException {
    var alone = selection.alone(index);
    var users = alone.values().stream().filter(a -> a.used().contains(index)).toList();
    if (users.isEmpty()) {
      return "the planner uses it in no statement";
    }
    if (users.stream().allMatch(a -> a.ratio() > 1 - LEAST_CUT)) {
      return "by the planner's estimate it spares less than 2 % of any statement that uses it";
    }
    return "beside the chosen indexes it adds too little by the planner's estimate";
  }

  private Proposal<PostgresTarget> withEvidence(CreateIndex index, Selection selection)
      throws SQLException {
    var proposal = java.util.Objects.requireNonNull(proposals.get(index));
    var evidence = new ArrayList<>(proposal.evidence());
    evidence.add(usedBy(index, selection));
    evidence.add(
        String.format(
            Locale.ROOT,
            "It took %.1f MB on the copy.",
            java.util.Objects.requireNonNull(bytes.get(index)) / 1e6));
    return new Proposal<>(
        proposal.id(),
        proposal.title(),
        evidence,
        proposal.expected(),
        proposal.risk(),
        proposal.change());
  }

  private static String usedBy(CreateIndex index, Selection selection) throws SQLException {
    var users = new ArrayList<String>();
    selection
        .answers()
        .forEach((id, answer) -> {
          if (answer.used().contains(index)) {
            users.add(id);
          }
        });
    return "On the copy the planner uses it in " + String.join(", ", users) + ".";
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } finally {
      while (!undos.isEmpty()) {
        undos.pop().close();
      }
    }
  }
}
