package dev.proven.postgres.index;

import dev.proven.core.Proposal;
import dev.proven.core.experiment.Part;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.whatif.IndexDefinition;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Indexes put into words, each with the change that makes it. */
final class Proposals {
  private static final int MOST_EVIDENCE = 4;

  private final Workbook book;
  private final List<Part> parts;
  private final List<Candidate> candidates;
  private final CostTable costs;
  private final Function<String, List<String>> guesses;
  private final Set<String> names = new HashSet<>();

  /**
   * For one workload.
   *
   * @param guesses what of a statement's question was made up, by its part's id
   */
  Proposals(
      Workbook book,
      List<Part> parts,
      List<Candidate> candidates,
      CostTable costs,
      Function<String, List<String>> guesses) {
    this.book = book;
    this.parts = parts;
    this.candidates = candidates;
    this.costs = costs;
    this.guesses = guesses;
  }

  /** Those of the advised set first, then alternatives to them. */
  List<Proposal<PostgresTarget>> of(Advisor.Advice advice) throws SQLException {
    var proposals = new ArrayList<Proposal<PostgresTarget>>();
    for (IndexDefinition index : advice.choice().indexes()) {
      proposals.add(of(index, "Beside the others of the best set, ", advice.choice().answers()));
    }
    var all = new ArrayList<>(advice.alternatives());
    all.addAll(advice.unjudged());
    for (IndexDefinition index : all) {
      var alone = costs.adding(Set.of(index), Set.of(), costs.plain());
      proposals.add(of(index, "As an alternative to those before it, ", alone));
    }
    return List.copyOf(proposals);
  }

  private Proposal<PostgresTarget> of(IndexDefinition index, String role, CostTable.Answers answers)
      throws SQLException {
    return new Proposal<>(
        IndexText.id(index),
        IndexText.title(index),
        evidence(index),
        expected(index, role, answers),
        risk(index),
        new CreateIndex(index, name(index)));
  }

  private String name(IndexDefinition index) {
    String name =
        IndexName.of(index, n -> book.catalog().isTaken(index.schema(), n) || names.contains(n));
    names.add(name);
    return name;
  }

  private List<String> evidence(IndexDefinition index) {
    var lines = new LinkedHashSet<String>();
    for (Candidate candidate : candidates) {
      if (candidate.indexes().contains(index)) {
        for (Candidate.Reason reason : candidate.reasons()) {
          lines.add(Evidence.of(candidate.table(), reason.use()) + " (" + reason.purpose() + ")");
        }
      }
    }
    var evidence = new ArrayList<>(lines.stream().limit(MOST_EVIDENCE).toList());
    if (isOnlyGuessed(index)) {
      evidence.addFirst(
          "Only statements that are partly guessed give a reason for it: " + told(index));
    }
    return evidence;
  }

  private SortedSet<String> supporters(IndexDefinition index) {
    var supporters = new TreeSet<String>();
    candidates.stream()
        .filter(c -> c.indexes().contains(index))
        .forEach(c -> supporters.addAll(c.parts()));
    return supporters;
  }

  private boolean isOnlyGuessed(IndexDefinition index) {
    var supporters = supporters(index);
    return !supporters.isEmpty() && supporters.stream().noneMatch(p -> guesses.apply(p).isEmpty());
  }

  private String told(IndexDefinition index) {
    return supporters(index).stream()
            .limit(MOST_EVIDENCE)
            .map(p -> p + " (" + String.join(", ", guesses.apply(p)) + ")")
            .collect(Collectors.joining("; "))
        + ".";
  }

  private static String expected(IndexDefinition index, String role, CostTable.Answers answers) {
    var users = answers.users(index);
    var ratios =
        users.stream()
            .map(id -> id + " to " + Evidence.percent(answers.of(id).ratio()))
            .collect(Collectors.joining(", "));
    return users.isEmpty()
        ? "What it would change is unknown before it is tried."
        : role
            + "by the planner's estimates, which prove nothing, it could bring the cost of "
            + ratios
            + ".";
  }

  private String risk(IndexDefinition index) throws SQLException {
    var payers =
        parts.stream()
            .filter(p -> book.plans().containsKey(p.id()))
            .filter(p -> WriteCost.pays(p, book.plan(p.id()), index))
            .map(Part::id)
            .toList();
    String size =
        "It takes about "
            + Evidence.megabytes(costs.whatIf().bytes(index))
            + " of disk (predicted)";
    String writes = payers.isEmpty() ? "" : "; writes pay for it in " + String.join(", ", payers);
    String constant =
        index.predicate().isEmpty()
            ? ""
            : "; it serves no statement with another constant in place of " + index.predicate();
    String guess =
        isOnlyGuessed(index)
            ? "; what your application asks may be another question, which it need not serve"
            : "";
    return size + writes + constant + guess + unknown();
  }

  /** A write that could not be planned may write into any index. */
  private String unknown() {
    var writes =
        parts.stream()
            .filter(p -> p.write() && book.refused().containsKey(p.id()))
            .map(Part::id)
            .toList();
    return writes.isEmpty() ? "." : "; unknown what " + String.join(", ", writes) + " would pay.";
  }

  /** Several as one, because none of them helps without the others. */
  static Proposal<PostgresTarget> together(List<Proposal<PostgresTarget>> all) {
    var evidence = new ArrayList<String>();
    evidence.add("By the estimates none of these helps enough without the others.");
    all.forEach(p -> evidence.addAll(p.evidence()));
    return new Proposal<>(
        joined(all, " & ", Proposal::id),
        joined(all, ", and ", Proposal::title),
        evidence,
        joined(all, " ", Proposal::expected),
        joined(all, " ", Proposal::risk),
        new IndexSet(all.stream().map(p -> (IndexChange) p.change()).toList()));
  }

  private static String joined(
      List<Proposal<PostgresTarget>> all,
      String between,
      Function<Proposal<PostgresTarget>, String> text) {
    return all.stream().map(text).collect(Collectors.joining(between));
  }

  /** A new index with those that it makes superfluous. */
  static Proposal<PostgresTarget> replacing(
      Proposal<PostgresTarget> made, List<StandingIndex> replaced) {
    if (replaced.isEmpty()) {
      return made;
    }
    var names = replaced.stream().map(StandingIndex::name).collect(Collectors.joining(", "));
    long bytes = replaced.stream().mapToLong(StandingIndex::bytes).sum();
    var evidence = new ArrayList<>(made.evidence());
    evidence.add(
        "It begins with the keys of "
            + names
            + ", which may go then: "
            + Evidence.megabytes(bytes)
            + ".");
    var changes = new ArrayList<IndexChange>();
    changes.add((IndexChange) made.change());
    replaced.forEach(r -> changes.add(DropIndex.of(r)));
    return new Proposal<>(
        made.id() + " for " + names,
        made.title() + ", in place of " + names,
        evidence,
        made.expected(),
        made.risk()
            + " What is not in the workload, or runs on a replica, may have used "
            + names
            + ".",
        new IndexSet(changes));
  }

  /** An index that may go. */
  static Proposal<PostgresTarget> of(Superfluous superfluous) {
    var index = superfluous.index();
    var name = new TableName(index.table().schema(), index.name());
    return new Proposal<>(
        "drop " + name,
        "drop the index " + name + " on " + index.table(),
        List.of("It may go: " + superfluous.reason() + "."),
        "It frees "
            + Evidence.megabytes(index.bytes())
            + " and the work of every write to "
            + index.table()
            + "; by the planner's estimates no statement of the workload misses it.",
        "What is not in the workload, or runs on a replica, may have used it."
            + " Its definition is kept in the journal: "
            + "proven undo makes it again.",
        DropIndex.of(superfluous));
  }
}
