package dev.proven.postgres.index;

import dev.proven.core.CostedWorkload;
import dev.proven.core.Progress;
import dev.proven.core.Proposal;
import dev.proven.core.Screening;
import dev.proven.core.Session;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.whatif.IndexDefinition;
import dev.proven.postgres.whatif.RealIndexes;
import dev.proven.postgres.whatif.WhatIf;
import dev.proven.postgres.whatif.WhatIfs;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Chooses, now that times have been measured: first among all proposed indexes by asking the
 * planner about them, then, with those that are left made for real on a private copy, by executing
 * what they change, until nothing is slower, nothing useless stays, and all fit into the storage by
 * their real bytes. It screens: nothing here is told as a gain.
 */
final class IndexScreening implements AutoCloseable {
  /** So few are made at once, without asking before. */
  private static final int FEW = 8;

  /** What is a little slower is worth one more index where that makes it quick again. */
  private static final double A_LITTLE_SLOWER = 1.045;

  private static final int MOST_ROUNDS = 8;
  private static final int MOST_NARROWER = 6;
  private static final Duration EXPLORING = Duration.ofSeconds(26);

  /** The least that it takes to see anything, however long all before has taken. */
  private static final Duration EXPLORING_AT_LEAST = Duration.ofSeconds(8);

  /** Diagnosis and screening together take about so long. */
  private static final Duration WHOLE = Duration.ofSeconds(57);

  private static final Duration GLANCING = Duration.ofSeconds(7);
  private static final Duration ABLATING = Duration.ofSeconds(8);
  private static final Duration ASKING = Duration.ofSeconds(8);
  private static final Duration EXCHANGING = Duration.ofSeconds(2);

  private final PostgresTarget unchanged;
  private final Session session;
  private final RealIndexes real;
  private final Partitions partitions;
  private final Map<IndexDefinition, Proposal<PostgresTarget>> proposals = new LinkedHashMap<>();
  private final List<Proposal<PostgresTarget>> drops = new ArrayList<>();
  private final List<Screening.Dropped> dropped = new ArrayList<>();
  private final long start = System.nanoTime();

  /**
   * On two copies of one database.
   *
   * @param unchanged as it is
   * @param copy in which indexes are made; they are gone when this is closed
   */
  @SuppressWarnings("MustBeClosedChecker") // closed with this
  IndexScreening(PostgresTarget unchanged, PostgresTarget copy, Session session)
      throws SQLException {
    this.unchanged = unchanged;
    this.session = session;
    this.real = WhatIfs.onCopy(copy, session);
    this.partitions = Partitions.read(real.connection());
    Explainer.plainPlans(real.connection());
  }

  Screening<PostgresTarget> screen(List<Proposal<PostgresTarget>> candidates, CostedWorkload costed)
      throws SQLException {
    for (var proposal : candidates) {
      switch (proposal.change()) {
        case CreateIndex create -> proposals.put(create.definition(), proposal);
        case DropIndex _ -> drops.add(proposal);
        default -> drop(proposal, "it is no single index");
      }
    }
    var budget = budget();
    make(finalists(costed, budget.bytes()));
    var costs = new CostTable(real, costed, partitions);
    var selection = new Selection(costs, this::bytes, budget.bytes(), EXCHANGING);
    try (var trial = new Trial(unchanged, real, costs, exploring())) {
      var sets = sets(costs, selection);
      var choice = tried(selection, costs, sets, trial);
      var missed = new HashMap<IndexDefinition, Ablation.Missed>();
      choice = ablated(choice, selection, costs, trial, missed);
      leaveOthers(choice);
      progress().note("Trying to do without existing indexes");
      var going = new DropScreening(real, costs, trial);
      var dropping = going.kept(drops, choice, this::drop);
      var replaced = going.replaced(choice);
      progress().note("Telling which of " + choice.indexes().size() + " indexes belong together");
      var kept = new ArrayList<Proposal<PostgresTarget>>();
      for (var group : selection.groups(choice)) {
        kept.add(proposal(group, choice, missed, replaced));
      }
      kept.addAll(dropping);
      return new Screening<>(kept, dropped, true);
    }
  }

  /** What is left of the time of the advisor when the ablation has had its share. */
  private Duration exploring() {
    var left =
        WHOLE
            .minus(unchanged.knowledge().advised())
            .minusNanos(System.nanoTime() - start)
            .minus(ABLATING);
    var most = left.compareTo(EXPLORING) < 0 ? left : EXPLORING;
    return most.compareTo(EXPLORING_AT_LEAST) < 0 ? EXPLORING_AT_LEAST : most;
  }

  /** It belongs to the user's own database, whatever is copied. */
  private IndexBudget budget() throws SQLException {
    if (!unchanged.standsIn()) {
      return IndexBudget.of(unchanged, real.connection());
    }
    try (var connection = unchanged.diagnosed().connect()) {
      return IndexBudget.of(unchanged.diagnosed(), connection);
    }
  }

  /** Real ones, or those predicted for the user's own database where the copy is of another. */
  private long bytes(IndexDefinition index) throws SQLException {
    return unchanged.standsIn() ? predicting().bytes(index) : real.bytes(index);
  }

  private WhatIf predicting() throws SQLException {
    return unchanged.knowledge().whatIf(unchanged.diagnosed());
  }

  /** What is worth being made for real. */
  private List<IndexDefinition> finalists(CostedWorkload costed, long budget) throws SQLException {
    if (proposals.size() <= FEW) {
      return List.copyOf(proposals.keySet());
    }
    progress().note("Asking the planner for the best set of " + proposals.size() + " indexes");
    var whatIf = predicting();
    var costs = new CostTable(whatIf, costed, partitions);
    var advisor = new Advisor(costs, budget, ASKING);
    var advice = advisor.advise(wanted(costs));
    whatIf.rest();
    var finalists = new LinkedHashSet<>(advice.choice().indexes());
    finalists.addAll(narrower(advice.choice().indexes()));
    int more = Math.max(12, advice.choice().indexes().size());
    advice.alternatives().stream().limit(more).forEach(finalists::add);
    finalists.addAll(advice.unjudged());
    proposals.forEach((index, proposal) -> {
      if (!finalists.contains(index)) {
        drop(proposal, advice.reason(index));
      }
    });
    return List.copyOf(finalists);
  }

  /**
   * Indexes that begin as the chosen ones do and hold less: what the planner expects of the rest is
   * often not there when it is measured.
   */
  private List<IndexDefinition> narrower(Set<IndexDefinition> chosen) {
    return proposals.keySet().stream()
        .filter(i -> chosen.stream().anyMatch(c -> i.isNarrowerThan(c)))
        .limit(MOST_NARROWER)
        .toList();
  }

  private List<Pool.Wanted> wanted(CostTable costs) {
    return proposals.keySet().stream()
        .map(i -> new Pool.Wanted(Set.of(i), costs.partsOn(Set.of(i))))
        .toList();
  }

  private void make(List<IndexDefinition> finalists) throws SQLException {
    int count = 0;
    for (var index : finalists) {
      progress()
          .note("Making " + ++count + " of " + finalists.size() + ": " + IndexText.title(index));
      real.make(Set.of(index));
      real.refusal(index)
          .ifPresent(reason -> drop(proposal(index), "the server refused it: " + reason));
    }
  }

  private List<Set<IndexDefinition>> sets(CostTable costs, Selection selection)
      throws SQLException {
    var pool = new Pool(costs, selection, selection.least() / 2, ASKING);
    pool.ask(
        real.standing().stream()
            .map(i -> new Pool.Wanted(Set.of(i), costs.partsOn(Set.of(i))))
            .toList());
    pool.dropped().forEach((indexes, reason) -> indexes.forEach(i -> drop(proposal(i), reason)));
    return pool.sets();
  }

  /**
   * Chooses, executes what that changes, and chooses again by what was seen. Where time runs out in
   * the middle, the best set counts of which everything was executed.
   */
  private Selection.Choice tried(
      Selection selection, CostTable costs, List<Set<IndexDefinition>> sets, Trial trial)
      throws SQLException {
    var pool = new LinkedHashSet<>(sets);
    var choice = selection.choose(pool, Advisor.MOST);
    var complete = new ArrayList<Selection.Choice>();
    for (int round = 0; round < MOST_ROUNDS; round++) {
      progress().note("Trying " + choice.indexes().size() + " indexes together");
      boolean news = trial.run(choice);
      if (trial.isComplete(choice)) {
        complete.add(choice);
      }
      var next = choice;
      if (news) {
        if (round == 0) {
          glance(selection, choice, trial);
        }
        next = selection.choose(pool, Advisor.MOST);
      } else {
        next = cured(choice, costs, new Cure(selection, trial::ratio));
        next.indexes().forEach(i -> pool.add(Set.of(i)));
      }
      if (!news && next.equals(choice)) {
        break;
      }
      choice = next;
    }
    return trial.isComplete(choice) ? choice : best(selection, complete, choice);
  }

  private static Selection.Choice best(
      Selection selection, List<Selection.Choice> choices, Selection.Choice otherwise)
      throws SQLException {
    var best = otherwise;
    double most = Double.NEGATIVE_INFINITY;
    for (var choice : choices) {
      if (selection.value(choice) > most) {
        most = selection.value(choice);
        best = choice;
      }
    }
    return best;
  }

  /**
   * Looks at the indexes that were not chosen, each beside those that were, and in place of larger
   * ones, beside which the planner would not use it: of BRIN it often expects ten times the pages.
   */
  private void glance(Selection selection, Selection.Choice choice, Trial trial)
      throws SQLException {
    progress().note("Looking at the indexes that were not chosen");
    long end = System.nanoTime() + GLANCING.toNanos();
    for (IndexDefinition index : real.standing()) {
      if (!choice.indexes().contains(index) && System.nanoTime() < end) {
        trial.glance(selection.with(choice, Set.of(index)), index);
        trial.glance(selection.inPlaceOfLarger(choice, index), index);
      }
    }
  }

  /**
   * The set with what makes those parts quick again that it slows down, as far as anything does.
   */
  private Selection.Choice cured(Selection.Choice choice, CostTable costs, Cure cure)
      throws SQLException {
    var cured = choice;
    for (String part : costs.parts()) {
      if (isSlower(part, cured, costs)) {
        var with = cure.of(cured, part, real.standing());
        if (with.isPresent()) {
          cured = with.get();
          progress().note(part + " is slower with the set, but not with one more index");
        }
      }
    }
    return cured;
  }

  private static boolean isSlower(String part, Selection.Choice choice, CostTable costs) {
    var tried = new CostTable.Tried(part, choice.answers().of(part).used());
    return !costs.part(part).write()
        && costs.isMeasured(tried)
        && costs.ratio(part, choice.answers(), choice.indexes()) >= A_LITTLE_SLOWER;
  }

  /** Takes out what nobody misses when it is really executed without. */
  private Selection.Choice ablated(
      Selection.Choice full,
      Selection selection,
      CostTable costs,
      Trial trial,
      Map<IndexDefinition, Ablation.Missed> missed)
      throws SQLException {
    trial.extend(ABLATING);
    progress().note("Trying what each of " + full.indexes().size() + " indexes contributes");
    var ablation = new Ablation(real, costs, trial);
    var choice = full;
    for (IndexDefinition index : List.copyOf(full.indexes()).reversed()) {
      var without = selection.without(choice, index);
      var found = ablation.without(index, choice, without);
      missed.put(index, found);
      if (selection.loss(choice, index) < selection.least() / 2) {
        choice = without;
      }
    }
    return choice;
  }

  private void leaveOthers(Selection.Choice choice) {
    for (IndexDefinition index : real.standing()) {
      if (!choice.indexes().contains(index)) {
        drop(proposal(index), "beside the chosen indexes it adds too little");
      }
    }
  }

  private Proposal<PostgresTarget> proposal(IndexDefinition index) {
    return Objects.requireNonNull(proposals.get(index));
  }

  private Proposal<PostgresTarget> proposal(
      Set<IndexDefinition> group,
      Selection.Choice choice,
      Map<IndexDefinition, Ablation.Missed> missed,
      Map<IndexDefinition, List<StandingIndex>> replaced)
      throws SQLException {
    var all = new ArrayList<Proposal<PostgresTarget>>();
    for (IndexDefinition index : group) {
      var made = withEvidence(index, choice, missed.get(index));
      all.add(Proposals.replacing(made, replaced.getOrDefault(index, List.of())));
    }
    return all.size() == 1 ? all.getFirst() : Proposals.together(all);
  }

  private Proposal<PostgresTarget> withEvidence(
      IndexDefinition index,
      Selection.Choice choice,
      Ablation.@org.jspecify.annotations.Nullable Missed missed)
      throws SQLException {
    var old = proposal(index);
    var evidence = new ArrayList<>(old.evidence());
    var users = choice.answers().users(index);
    evidence.add("On the copy the planner uses it in " + String.join(", ", users) + ".");
    if (missed != null && !missed.text().isEmpty()) {
      evidence.add(missed.text());
    }
    evidence.add("It took " + Evidence.megabytes(real.bytes(index)) + " on the copy.");
    if (unchanged.standsIn()) {
      evidence.add(
          "In your database it is predicted to take " + Evidence.megabytes(bytes(index)) + ".");
    }
    return new Proposal<>(
        old.id(), old.title(), evidence, old.expected(), old.risk(), old.change());
  }

  private void drop(Proposal<PostgresTarget> proposal, String reason) {
    if (dropped.stream().noneMatch(d -> d.id().equals(proposal.id()))) {
      dropped.add(new Screening.Dropped(proposal.id(), proposal.title(), reason));
    }
  }

  private Progress progress() {
    return session.progress();
  }

  @Override
  public void close() {
    real.close();
  }
}
