package dev.proven.postgres.index;

import dev.proven.core.Proposal;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.Sql;
import dev.proven.postgres.whatif.IndexDefinition;
import dev.proven.postgres.whatif.Indexes;
import dev.proven.postgres.whatif.Planned;
import dev.proven.postgres.whatif.QualifiedName;
import dev.proven.postgres.whatif.RealIndexes;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** Which indexes may go, beside the new ones, without any statement that misses them. */
final class DropScreening {
  /** A plan that costs so much more misses the index. */
  private static final double DEARER = 1.25;

  private static final double SLOWER = 1.06;

  private final RealIndexes real;
  private final CostTable costs;
  private final Ablation ablation;
  private final Set<QualifiedName> hidden = new LinkedHashSet<>();

  DropScreening(RealIndexes real, CostTable costs, Trial trial) {
    this.real = real;
    this.costs = costs;
    this.ablation = new Ablation(real, costs, trial);
  }

  /** Those that nobody misses; the others are handed on with the reason. */
  List<Proposal<PostgresTarget>> kept(
      List<Proposal<PostgresTarget>> drops,
      Selection.Choice choice,
      BiConsumer<Proposal<PostgresTarget>, String> others)
      throws SQLException {
    var kept = new ArrayList<Proposal<PostgresTarget>>();
    for (var proposal : drops) {
      if (proposal.change() instanceof DropIndex drop) {
        var why = missed(drop, choice);
        if (why.isPresent()) {
          others.accept(proposal, why.get());
        } else {
          hidden.add(name(drop));
          kept.add(proposal);
        }
      }
    }
    return kept;
  }

  private static QualifiedName name(DropIndex drop) {
    return new QualifiedName(drop.table().schema(), drop.name());
  }

  /** Existing indexes that a new one begins with, by the new one, and that nobody misses then. */
  Map<IndexDefinition, List<StandingIndex>> replaced(Selection.Choice choice) throws SQLException {
    var all = real.showing(Indexes.adding(choice.indexes()), StandingIndex::read);
    var replaced = new LinkedHashMap<IndexDefinition, List<StandingIndex>>();
    for (var index : choice.indexes()) {
      for (var made : all) {
        if (Sql.identifier(made.table().schema(), made.name()).equals(real.name(index))) {
          replaced.put(index, beginnings(made, all, choice));
        }
      }
    }
    return replaced;
  }

  private List<StandingIndex> beginnings(
      StandingIndex made, List<StandingIndex> all, Selection.Choice choice) throws SQLException {
    var beginnings = new ArrayList<StandingIndex>();
    for (var old : all) {
      var drop = DropIndex.of(old);
      boolean candidate =
          old.oid() < made.oid()
              && old.mayGo()
              && !isNew(old)
              && !hidden.contains(name(drop))
              && old.isBeginningOf(made);
      if (candidate && missed(drop, choice).isEmpty()) {
        hidden.add(name(drop));
        beginnings.add(old);
      }
    }
    return beginnings;
  }

  private boolean isNew(StandingIndex index) {
    var name = Sql.identifier(index.table().schema(), index.name());
    return real.standing().stream().anyMatch(i -> real.name(i).equals(name));
  }

  private Optional<String> missed(DropIndex drop, Selection.Choice choice) throws SQLException {
    var texts = new LinkedHashMap<String, String>();
    for (String id : costs.parts()) {
      if (costs.base(id).all().anyMatch(n -> n.isOn(drop.table()))) {
        texts.put(id, costs.part(id).text());
      }
    }
    var all = new LinkedHashSet<>(hidden);
    all.add(name(drop));
    var with = real.plans(new Indexes(choice.indexes(), hidden), texts);
    var without = real.plans(new Indexes(choice.indexes(), all), texts);
    for (String id : texts.keySet()) {
      double ratio = cost(without, id) / Math.max(1e-9, cost(with, id));
      if (ratio > DEARER) {
        return Optional.of(
            String.format(
                Locale.ROOT,
                "by the planner's estimate %s would cost %.1f times as much",
                id,
                ratio));
      }
    }
    return slower(name(drop), with, choice);
  }

  private Optional<String> slower(
      QualifiedName name, Map<String, Planned> with, Selection.Choice choice) throws SQLException {
    var names = ShownNames.of(real.connection(), name.sql());
    var users =
        with.entrySet().stream()
            .filter(e -> e.getValue() instanceof Planned.Plan p && uses(p, names))
            .map(Map.Entry::getKey)
            .toList();
    var ratios = ablation.ratios(users, name.sql(), new Indexes(choice.indexes(), hidden), choice);
    return ratios.entrySet().stream()
        .filter(e -> e.getValue() > SLOWER)
        .findFirst()
        .map(e ->
            String.format(
                Locale.ROOT,
                "in a quick trial %s took %.2f times as long without it",
                e.getKey(),
                e.getValue()));
  }

  private static boolean uses(Planned.Plan plan, Set<String> names) {
    return plan.top().findValuesAsString("Index Name").stream().anyMatch(names::contains);
  }

  private static double cost(Map<String, Planned> plans, String id) {
    return plans.get(id) instanceof Planned.Plan plan ? plan.cost() : 0;
  }
}
