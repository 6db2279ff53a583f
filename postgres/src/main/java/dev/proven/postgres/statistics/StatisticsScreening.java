package dev.proven.postgres.statistics;

import dev.proven.core.CostedWorkload;
import dev.proven.core.Progress;
import dev.proven.core.Proposal;
import dev.proven.core.Screening;
import dev.proven.core.experiment.Arm;
import dev.proven.core.experiment.Part;
import dev.proven.core.experiment.Testbed;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.Sql;
import dev.proven.postgres.apply.NewStatistics;
import dev.proven.postgres.whatif.Analysis;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes each proposed object on the treated copy, looks which plans turn, and executes those on
 * both arms. What turns no plan, what ANALYZE by itself would do as well, and what clearly makes a
 * statement slower gets no experiment.
 */
final class StatisticsScreening {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** What is still executed where many plans turn. */
  private static final int MOST_PARTS = 20;

  /** The others would take the time of those that promise more. */
  private static final int MOST_KEPT = 3;

  private static final String MINE =
      "SELECT pg_has_role(c.relowner, 'USAGE') FROM pg_class c JOIN pg_namespace n"
          + " ON n.oid = c.relnamespace WHERE n.nspname = ? AND c.relname = ?";

  private static final String MAY_CREATE = "SELECT has_schema_privilege(?, 'CREATE')";

  private final Testbed<PostgresTarget> testbed;
  private final CostedWorkload costed;
  private final Progress progress;
  private final List<Tried> tried = new ArrayList<>();
  private final List<Screening.Dropped> dropped = new ArrayList<>();

  StatisticsScreening(Testbed<PostgresTarget> testbed, CostedWorkload costed, Progress progress) {
    this.testbed = testbed;
    this.costed = costed;
    this.progress = progress;
  }

  Screening<PostgresTarget> screen(List<Proposal<PostgresTarget>> proposals) throws Exception {
    long until = System.nanoTime() + PATIENCE.toNanos();
    testbed.put(null);
    Map<String, String> before;
    try (var shapes = Shapes.on(copy())) {
      before = shapes.of(costed.workload().parts());
    }
    for (var proposal : proposals) {
      if (proposal.change() instanceof CreateStatistics change) {
        var reason =
            System.nanoTime() > until
                ? "there was no time left to try it"
                : reasonAgainst(proposal, change, before);
        if (!reason.isEmpty()) {
          drop(proposal, reason);
        }
      }
    }
    testbed.put(null);
    return new Screening<>(kept(), List.copyOf(dropped));
  }

  private PostgresTarget copy() {
    return testbed.target(Arm.B);
  }

  /** Why it is not worth an experiment; empty for what was tried. */
  private String reasonAgainst(
      Proposal<PostgresTarget> proposal, CreateStatistics change, Map<String, String> before)
      throws Exception {
    var statistics = change.statistics();
    var rights = lackOfRights(statistics);
    if (!rights.isEmpty()) {
      return rights;
    }
    progress.note("Trying " + proposal.title());
    try {
      testbed.put(change);
      var turned = turned(before);
      if (turned.isEmpty()) {
        return "it changes the plan of no statement";
      }
      var after = shapes(turned);
      var seen = execute(turned);
      testbed.put(null);
      if (analyzeAlone(statistics, turned).equals(after)) {
        return "ANALYZE of "
            + statistics.table()
            + " turns the same plans without it: its"
            + " statistics are out of date";
      }
      tried.add(new Tried(proposal, seen, costed));
      return "";
    } catch (SQLException e) {
      return "the server would not make it: "
          + String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    } finally {
      testbed.put(null);
    }
  }

  private String lackOfRights(NewStatistics statistics) throws SQLException {
    try (var connection = copy().connect()) {
      var role = copy().address().user();
      if (!Sql.isTrue(connection, MINE, statistics.schema(), statistics.table())) {
        return "role " + role + " does not own " + statistics.qualifiedTable();
      }
      return Sql.isTrue(connection, MAY_CREATE, statistics.schema())
          ? ""
          : "role " + role + " may not create in schema " + statistics.schema();
    }
  }

  private List<Part> turned(Map<String, String> before) throws SQLException {
    var now = shapes(costed.workload().parts());
    var ids = new TreeSet<String>();
    now.forEach((id, shape) -> {
      if (!shape.equals(before.get(id))) {
        ids.add(id);
      }
    });
    return costed.workload().parts().stream().filter(p -> ids.contains(p.id())).toList();
  }

  private Map<String, String> shapes(List<Part> parts) throws SQLException {
    try (var shapes = Shapes.on(copy())) {
      return shapes.of(parts);
    }
  }

  private Map<String, BothArms.Seen> execute(List<Part> turned) throws SQLException {
    var seen = new TreeMap<String, BothArms.Seen>();
    var costliest =
        turned.stream()
            .sorted(Comparator.comparingDouble(p -> -costed.cost(p.id())))
            .limit(MOST_PARTS)
            .toList();
    try (var arms = BothArms.of(testbed.target(Arm.A), copy())) {
      for (var part : costliest) {
        seen.put(part.id(), arms.of(part, costed.seconds().getOrDefault(part.id(), 0.0)));
      }
    }
    return seen;
  }

  private Map<String, String> analyzeAlone(NewStatistics statistics, List<Part> turned)
      throws SQLException {
    var alone = new TreeMap<String, String>();
    try (var shapes = Shapes.on(copy())) {
      Analysis.forAMoment(
          shapes.connection(),
          statistics.schema(),
          statistics.table(),
          statistics.analyze(),
          () -> alone.putAll(shapes.of(turned)));
    }
    return alone;
  }

  /** The best first; one that turns no other plans than a better one is not measured beside it. */
  private List<Proposal<PostgresTarget>> kept() {
    var kept = new ArrayList<Proposal<PostgresTarget>>();
    Set<String> turned = new HashSet<>();
    tried.sort(Comparator.comparingLong(t -> -t.magnitude()));
    for (var t : tried) {
      var reason = t.refusal();
      if (reason.isEmpty() && turned.containsAll(t.seen().keySet())) {
        reason = "others turn the same plans for more, " + t.inWords();
      }
      if (reason.isEmpty() && kept.size() == MOST_KEPT) {
        reason = "others promise more, " + t.inWords();
      }
      if (reason.isEmpty()) {
        turned.addAll(t.seen().keySet());
        kept.add(t.withEvidence());
      } else {
        drop(t.proposal(), reason);
      }
    }
    return kept;
  }

  private void drop(Proposal<PostgresTarget> proposal, String reason) {
    dropped.add(new Screening.Dropped(proposal.id(), proposal.title(), reason));
  }
}
