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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

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

  /** An index that the set would miss more than this is left to the experiments to judge. */
  private static final double MOST_LOSS = 0.2;

  private static final int MOST_TRIALS = 6;

  /** So much slower is no noise in the best of several runs. */
  private static final double SLOWER = 1.12;

  /** What is a little slower is worth one more index where that makes it quick again. */
  private static final double A_LITTLE_SLOWER = 1.07;

  private final PostgresTarget copy;
  private final Session session;
  private final Connection connection;
  private final Shelf shelf;
  private final Deque<Undo> undos = new ArrayDeque<>();
  private final Map<CreateIndex, Proposal<PostgresTarget>> proposals = new LinkedHashMap<>();
  private final Map<CreateIndex, Long> bytes = new LinkedHashMap<>();
  private final List<Screening.Dropped> dropped = new ArrayList<>();

  @SuppressWarnings("MustBeClosedChecker") // closed with this
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
    var pool = pool(selection);
    var choice = tried(selection, pool, new Trial(shelf, new Stopwatch(connection), costed));
    pool.removeAll(choice.indexes());
    pool.forEach(
        i -> drop(i, "beside the chosen indexes it adds too little by the planner's estimate"));
    return new Screening<>(
        choice.indexes().stream().map(i -> withEvidence(i, choice)).toList(), List.copyOf(dropped));
  }

  /** What is worth having without any other: only that can be proven by itself. */
  private Set<CreateIndex> pool(Selection selection) throws SQLException {
    var pool = new LinkedHashSet<CreateIndex>();
    for (CreateIndex index : bytes.keySet()) {
      if (selection.helpsAlone(index)) {
        pool.add(index);
      } else {
        drop(index, useless(index, selection));
      }
    }
    return pool;
  }

  private static String useless(CreateIndex index, Selection selection) throws SQLException {
    var answers = selection.alone(index).answers();
    var users = answers.users(index);
    if (users.isEmpty()) {
      return "the planner uses it in no statement";
    }
    return users.stream().allMatch(id -> answers.of(id).ratio() > 1 - LEAST_CUT)
        ? "by the planner's estimate it spares less than 2 % of any statement that uses it"
        : "by the planner's estimate it spares too little by itself";
  }

  /** The choice that is left after whatever a slower statement leans on was taken from the pool. */
  private Selection.Choice tried(Selection selection, Set<CreateIndex> pool, Trial trial)
      throws SQLException {
    var choice = selection.choose(pool, MOST);
    var cure = new Cure(selection, trial::ratio, bytes);
    for (int round = 0; round < MOST_TRIALS; round++) {
      progress().note("Trying " + choice.indexes().size() + " indexes together");
      var slower = trial.slower(choice, A_LITTLE_SLOWER);
      var blamed = blamed(selection, choice, slower);
      if (blamed.isEmpty()) {
        var cured = cured(choice, slower.keySet(), cure, pool);
        if (cured.equals(choice)) {
          return choice;
        }
        choice = cured;
      } else {
        pool.removeAll(blamed.keySet());
        blamed.forEach(this::drop);
        choice = selection.choose(pool, MOST);
      }
    }
    return choice;
  }

  /** The set with what makes those parts quick again, as far as anything does. */
  private Selection.Choice cured(
      Selection.Choice choice, Set<String> slower, Cure cure, Set<CreateIndex> pool)
      throws SQLException {
    var cured = choice;
    for (String part : slower) {
      var with = cure.of(cured, part, pool);
      if (with.isPresent()) {
        cured = with.get();
        progress().note(part + " is slower with the set, but not with one more index");
      }
    }
    return cured;
  }

  private static String slower(String part, double ratio) {
    return String.format(
        Locale.ROOT,
        "in a quick trial on the copy %s ran %.2f times as long, against the estimate,",
        part,
        ratio);
  }

  /** For each slower part the index of its plan that the set misses least. */
  private static Map<CreateIndex, String> blamed(
      Selection selection, Selection.Choice choice, Map<String, Double> slower)
      throws SQLException {
    var blamed = new LinkedHashMap<CreateIndex, String>();
    var muchSlower = new TreeMap<>(slower);
    muchSlower.values().removeIf(ratio -> ratio < SLOWER);
    for (String part : muchSlower.keySet()) {
      double least = MOST_LOSS;
      Optional<CreateIndex> worst = Optional.empty();
      for (CreateIndex index : choice.answers().of(part).used()) {
        double loss = selection.loss(choice, index);
        if (loss < least) {
          least = loss;
          worst = Optional.of(index);
        }
      }
      worst.ifPresent(
          index -> blamed.put(index, slower(part, slower.getOrDefault(part, 1.0)) + " with it"));
    }
    return blamed;
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
    var proposal = Objects.requireNonNull(proposals.get(index));
    dropped.add(new Screening.Dropped(proposal.id(), proposal.title(), reason));
  }

  private Proposal<PostgresTarget> withEvidence(CreateIndex index, Selection.Choice choice) {
    var proposal = Objects.requireNonNull(proposals.get(index));
    var evidence = new ArrayList<>(proposal.evidence());
    evidence.add(
        "On the copy the planner uses it in "
            + String.join(", ", choice.answers().users(index))
            + ".");
    evidence.add(
        String.format(
            Locale.ROOT,
            "It took %.1f MB on the copy.",
            Objects.requireNonNull(bytes.get(index)) / 1e6));
    return new Proposal<>(
        proposal.id(),
        proposal.title(),
        evidence,
        proposal.expected(),
        proposal.risk(),
        proposal.change());
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
