package dev.proven.postgres.index;

import dev.proven.core.CostedWorkload;
import dev.proven.core.Diagnosis;
import dev.proven.core.Proposal;
import dev.proven.core.Workload;
import dev.proven.core.experiment.Part;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.whatif.Extension;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One diagnosis: from the plans of a workload to the indexes that it wants and those it does not.
 */
final class IndexDiagnosis {
  private static final int MOST_PARTS = 1_000;
  private static final int MOST_CANDIDATES = 240;
  private static final int MOST_LINES = 40;
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /** About the seconds that one unit of the planner's cost takes; it only scales writes. */
  private static final double SECONDS = 1e-5;

  private final PostgresTarget target;
  private final Connection connection;
  private final Workload workload;
  private final long most;
  private final List<String> looked = new ArrayList<>();

  /**
   * Reads only.
   *
   * @param connection to the target
   * @param most bytes that new indexes may take together at most
   */
  IndexDiagnosis(PostgresTarget target, Connection connection, Workload workload, long most) {
    this.most = most;
    this.target = target;
    this.connection = connection;
    this.workload = workload;
  }

  Diagnosis<PostgresTarget> diagnose(String optimizer) throws SQLException {
    var book = Workbook.read(connection, workload, MOST_PARTS);
    plans(book);
    looked.addAll(target.knowledge().guessed(workload.parts()));
    tables(book);
    var proposals = new ArrayList<>(wanted(book));
    proposals.addAll(superfluous(book));
    return new Diagnosis<>(optimizer, looked, Findings.of(book.catalog(), book.uses()), proposals);
  }

  private List<Proposal<PostgresTarget>> wanted(Workbook book) throws SQLException {
    var selectivity = new Selectivity(new Explainer(connection));
    var knowledge = target.knowledge();
    var ideas =
        Ideas.all(
            selectivity, part -> !knowledge.isSampled(part), Extension.trigramClass(connection));
    var candidates =
        Candidates.of(book.catalog(), book.uses(), ideas, selectivity, MOST_CANDIDATES);
    if (candidates.chosen().isEmpty()) {
      return List.of();
    }
    var whatIf = knowledge.whatIf(target);
    var costs = new CostTable(whatIf, costed(book), book.partitions());
    var budget = IndexBudget.of(target, connection).atMost(most);
    var advice = new Advisor(costs, budget.bytes(), PATIENCE).advise(wanted(candidates));
    looked.add("Asked the planner about other indexes by " + whatIf.way().text() + ".");
    whatIf.caveats().stream()
        .limit(MOST_LINES)
        .forEach(c -> looked.add("There it is not as in your database: " + c + "."));
    rest(whatIf.caveats().size(), "things are not as in your database");
    costs.refused().entrySet().stream()
        .limit(MOST_LINES)
        .forEach(
            r -> looked.add(r.getKey() + " could not be planned there: " + r.getValue() + "."));
    looked.add(budget.sentence());
    cut(candidates, advice);
    var proposals =
        new Proposals(book, workload.parts(), candidates.chosen(), costs, knowledge::guesses)
            .of(advice);
    whatIf.rest();
    return proposals;
  }

  private static List<Pool.Wanted> wanted(Candidates candidates) {
    return candidates.chosen().stream()
        .map(c -> new Pool.Wanted(new LinkedHashSet<>(c.indexes()), c.parts()))
        .toList();
  }

  private CostedWorkload costed(Workbook book) {
    var seconds = new HashMap<String, Double>();
    var parts = new ArrayList<Part>();
    for (Part part : workload.parts()) {
      if (book.costliest().contains(part.id())) {
        parts.add(part);
        seconds.put(part.id(), SECONDS * book.plan(part.id()).cost());
      }
    }
    return new CostedWorkload(new Workload(workload.source(), parts, List.of()), seconds);
  }

  private void cut(Candidates candidates, Advisor.Advice advice) {
    int all = candidates.found();
    int asked = candidates.chosen().size();
    looked.add(
        "Of %s that some statement gives a reason for, %s asked about%s."
            .formatted(
                Evidence.count(all, "index", "indexes"),
                asked == all ? "all were" : "the %d most promising were".formatted(asked),
                asked == all ? "" : "; the others serve statements that others serve better"));
    advice
        .counts()
        .forEach((reason, count) ->
            looked.add(
                "Left aside: "
                    + Evidence.count(count, "candidate", "candidates")
                    + ", because "
                    + reason
                    + "."));
  }

  private List<Proposal<PostgresTarget>> superfluous(Workbook book) throws SQLException {
    var scans = target.knowledge().scans(connection);
    // A bitmap scan does not say in which schema its index is.
    Set<String> used =
        book.plans().values().stream()
            .flatMap(PlanNode::all)
            .map(PlanNode::index)
            .collect(Collectors.toSet());
    Set<TableName> touched =
        book.plans().values().stream()
            .flatMap(PlanNode::all)
            .flatMap(n -> n.on().stream())
            .collect(Collectors.toSet());
    boolean allWork = target.isPrivate() || target.declared().givesWork();
    var unused = new Unused(scans, used, touched, allWork);
    var standing = StandingIndex.read(connection);
    var found = Superfluous.among(standing, unused);
    if (!unused.canBeTold()) {
      kept(
          standing.stream()
              .filter(unused::is)
              .filter(i -> found.stream().noneMatch(s -> s.index().equals(i)))
              .map(StandingIndex::name)
              .toList(),
          scans.young());
    }
    return found.stream().map(Proposals::of).toList();
  }

  private void kept(List<String> names, String young) {
    if (!names.isEmpty()) {
      looked.add(
          "No statement of the workload uses %s: %s%s. That is no reason to drop anything, because %s. Ask the server that does the work, or give all of its work with --workload FILE."
              .formatted(
                  Evidence.count(names.size(), "further index", "further indexes"),
                  String.join(", ", names.subList(0, Math.min(MOST_LINES, names.size()))),
                  names.size() > MOST_LINES ? " and others" : "",
                  young));
    }
  }

  private void plans(Workbook book) {
    looked.add(
        "The plans of "
            + book.plans().size()
            + " of "
            + Evidence.count(workload.parts().size(), "statement", "statements")
            + ".");
    book.refused().entrySet().stream()
        .limit(MOST_LINES)
        .forEach(r -> looked.add(r.getKey() + " could not be planned: " + r.getValue() + "."));
    rest(book.refused().size(), "statements could not be planned");
    int left = book.plans().size() - book.costliest().size();
    if (left > 0) {
      looked.add(
          "Indexes were sought for the %,d costliest statements, which have %s of the estimated cost; the other %,d were left aside."
              .formatted(book.costliest().size(), Evidence.percent(book.share()), left));
    }
  }

  private void rest(int all, String what) {
    if (all > MOST_LINES) {
      looked.add("%,d more %s.".formatted(all - MOST_LINES, what));
    }
  }

  private void tables(Workbook book) {
    var tables =
        book.catalog().tables().stream()
            .sorted(Comparator.comparingDouble(t -> -t.bytes()))
            .toList();
    rest(tables.size(), "tables");
    for (Table table : tables.subList(0, Math.min(MOST_LINES, tables.size()))) {
      String why = table.leftOutBecause();
      looked.add(
          why.isEmpty()
              ? table.name()
                  + ": "
                  + Evidence.number(table.rows())
                  + " rows, "
                  + Evidence.megabytes(table.bytes())
                  + ", "
                  + Evidence.count(table.indexes().size(), "btree index", "btree indexes")
                  + "."
              : table.name() + " is left out, because " + why + ".");
    }
  }
}
