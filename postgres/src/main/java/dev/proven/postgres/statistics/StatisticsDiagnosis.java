package dev.proven.postgres.statistics;

import dev.proven.core.Diagnosis;
import dev.proven.core.Screening;
import dev.proven.core.Workload;
import dev.proven.core.experiment.Part;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.index.Explainer;
import dev.proven.postgres.index.PlanNode;
import dev.proven.postgres.index.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Plans each statement, and asks a sample of each table whether its rows are as the plan expects.
 * No statement is executed.
 */
final class StatisticsDiagnosis {
  private static final int MOST_LINES = 50;

  private final Connection connection;
  private final int majorVersion;
  private final Duration patience;
  private final Explainer explainer;
  private final Suspect suspect;
  private final Map<TableName, Optional<TableFacts>> tables = new HashMap<>();
  private final Map<List<Object>, List<Suspicion>> known = new HashMap<>();
  private final Map<String, String> lines = new TreeMap<>();
  private final Map<String, Screening.Dropped> refused = new LinkedHashMap<>();
  private int compared;

  /**
   * In a session that only reads, with plans of one process.
   *
   * @param patience after which no further statement is looked at
   */
  StatisticsDiagnosis(Connection connection, int majorVersion, Duration patience) {
    this.connection = connection;
    this.majorVersion = majorVersion;
    this.patience = patience;
    this.explainer = new Explainer(connection);
    this.suspect = new Suspect(new Sampler(connection), new Estimator(explainer));
  }

  private void note(String what, String line) {
    lines.putIfAbsent(what, line);
  }

  Diagnosis<PostgresTarget> of(Workload workload, String optimizer) {
    long until = System.nanoTime() + patience.toNanos();
    var plans = plans(workload, until);
    var costs = new HashMap<String, Double>();
    plans.forEach((part, plan) -> costs.put(part.id(), plan.cost() * part.weight()));
    var proposals = new StatisticsProposals(majorVersion, id -> costs.getOrDefault(id, 0.0));
    plans.entrySet().stream()
        .sorted(Comparator.comparingDouble(e -> -costs.getOrDefault(e.getKey().id(), 0.0)))
        .forEach(e -> {
          if (System.nanoTime() < until) {
            look(e.getKey().id(), e.getValue(), proposals);
          } else {
            note(e.getKey().id(), e.getKey().id() + ": there was no time left to compare it.");
          }
        });
    proposals.finish();
    var dropped = new ArrayList<>(proposals.refused());
    dropped.addAll(refused.values());
    return new Diagnosis<>(
        optimizer,
        looked(plans.size(), workload),
        proposals.findings(),
        proposals.proposals(),
        dropped);
  }

  private Map<Part, PlanNode> plans(Workload workload, long until) {
    var plans = new LinkedHashMap<Part, PlanNode>();
    for (var part : workload.parts()) {
      if (System.nanoTime() > until) {
        break;
      }
      try {
        plans.put(part, explainer.explain(part.text()));
      } catch (SQLException e) {
        note(part.id(), part.id() + " could not be planned: " + firstLine(e) + ".");
      }
    }
    return plans;
  }

  private void look(String part, PlanNode plan, StatisticsProposals proposals) {
    plan.all()
        .filter(PlanNode::scansTable)
        .forEach(scan ->
            facts(scan.table())
                .ifPresent(table -> {
                  var conjunction = Conjunction.of(scan, table);
                  var asked = List.<Object>of(table.name(), scan.alias(), conjunction.atoms());
                  suspicions(part, asked, () -> suspect.of(part, table, conjunction))
                      .forEach(proposals::add);
                }));
    plan.all().forEach(node -> Grouping.of(node).ifPresent(g -> look(part, plan, g, proposals)));
  }

  private void look(String part, PlanNode plan, Grouping grouping, StatisticsProposals proposals) {
    if (!grouping.isGuessed()) {
      return;
    }
    var scans =
        plan.all()
            .filter(PlanNode::scansTable)
            .filter(n -> n.alias().equals(grouping.alias()))
            .toList();
    if (scans.isEmpty()) {
      var what = part + ": groups of " + String.join(", ", grouping.keys());
      refused.put(
          what,
          new Screening.Dropped(
              part + ".groups",
              what,
              "they are of no single table that the plan reads, such as of a partitioned one"));
      return;
    }
    facts(scans.getFirst().table())
        .ifPresent(table -> {
          var asked = List.<Object>of(table.name(), grouping);
          suspicions(part, asked, () -> suspect.of(part, table, grouping)).forEach(proposals::add);
        });
  }

  private interface Question {
    List<Suspicion> ask() throws SQLException;
  }

  /** The same is asked once, whoever asks it. */
  private List<Suspicion> suspicions(String part, List<Object> asked, Question question) {
    var found =
        known.computeIfAbsent(
            asked,
            _ -> {
              try {
                compared++;
                return question.ask();
              } catch (SQLException e) {
                note(
                    asked.getFirst().toString(),
                    asked.getFirst() + " could not be sampled: " + firstLine(e) + ".");
                return List.of();
              }
            });
    return found.stream().map(s -> s.in(part)).toList();
  }

  /** Those of a table that statistics can be made on. */
  private Optional<TableFacts> facts(TableName name) {
    var read =
        tables.computeIfAbsent(
            name,
            n -> {
              try {
                return TableFacts.read(connection, n);
              } catch (SQLException e) {
                note(n.toString(), n + " could not be looked up: " + firstLine(e) + ".");
                return Optional.empty();
              }
            });
    read.filter(t -> !t.unfit().isEmpty())
        .ifPresent(t ->
            refused.put(
                name.toString(),
                new Screening.Dropped(
                    name + ".statistics", "Statistics on columns of " + name, t.unfit())));
    return read.filter(t -> t.unfit().isEmpty() && !t.isSmall());
  }

  private static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private List<String> looked(int planned, Workload workload) {
    var looked = new ArrayList<String>();
    looked.add(
        "The plans of "
            + planned
            + " of "
            + workload.parts().size()
            + " statements; what they expect of "
            + compared
            + " groups of conditions or keys was compared with samples of "
            + tables.values().stream().filter(Optional::isPresent).count()
            + " tables.");
    lines.values().stream().limit(MOST_LINES).forEach(looked::add);
    return looked;
  }
}
