package dev.proven.postgres.setting;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Diagnosis;
import dev.proven.core.Optimizer;
import dev.proven.core.Proposal;
import dev.proven.core.Session;
import dev.proven.core.Workload;
import dev.proven.core.experiment.Part;
import dev.proven.core.experiment.Testbed;
import dev.proven.postgres.ClusterTestbed;
import dev.proven.postgres.PostgresTarget;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Settings that belong to a whole server: its shared memory, or its log. They are proven on two
 * private copies of it, side by side.
 *
 * @param id of the optimizer, and of its course
 * @param title one line for people
 * @param rules that propose values
 * @param underLoad whether writes are sent by several sessions at once and commit
 */
record ClusterOptimizer(String id, String title, List<Rule> rules, boolean underLoad)
    implements Optimizer<PostgresTarget> {

  @Override
  public boolean refusesSlowerParts() {
    return true;
  }

  @Override
  public Diagnosis<PostgresTarget> diagnose(PostgresTarget target, Workload workload) {
    try {
      var facts = Facts.read(target, workload);
      return new Finder(
              id, facts, ClusterOptimizer::change, ClusterTestbed.obstacle(target).orElse(""))
          .find(rules);
    } catch (SQLException e) {
      throw SettingOptimizer.failed("The settings of " + target.name() + " could not be read", e);
    }
  }

  private static SetForServer change(Setting setting, String value) {
    return new SetForServer(setting.name(), value, setting.shown(), setting.needsRestart());
  }

  /** What a server's memory or log can win is little against what its statements can. */
  @Override
  public double share() {
    return 0.15;
  }

  @Override
  @MustBeClosed
  public Testbed<PostgresTarget> testbed(PostgresTarget target, Session session) {
    if (underLoad) {
      return ClusterTestbed.ofLoad(target, session);
    }
    try {
      return ClusterTestbed.ofStatements(target, session);
    } catch (SQLException e) {
      throw SettingOptimizer.failed("Private servers could not be made", e);
    }
  }

  @Override
  public List<String> measures() {
    return underLoad ? List.of("wall") : List.of("cpu", "wall");
  }

  /** Who only reads writes no log. */
  @Override
  public Set<String> affected(Testbed<PostgresTarget> testbed, List<Part> parts) {
    return parts.stream()
        .filter(p -> p.write() || !underLoad)
        .map(Part::id)
        .collect(Collectors.toSet());
  }

  /** They belong to the server, so each may be behind whatever got slower. */
  @Override
  public Set<String> suspects(
      Testbed<PostgresTarget> testbed,
      List<Proposal<PostgresTarget>> chosen,
      List<Part> slowerParts) {
    return chosen.stream().map(Proposal::id).collect(Collectors.toSet());
  }
}
