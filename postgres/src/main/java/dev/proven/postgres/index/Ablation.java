package dev.proven.postgres.index;

import dev.proven.core.experiment.Part;
import dev.proven.postgres.Sql;
import dev.proven.postgres.index.CostTable.Tried;
import dev.proven.postgres.whatif.IndexDefinition;
import dev.proven.postgres.whatif.Indexes;
import dev.proven.postgres.whatif.RealIndexes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What each index of a set contributes: every statement that uses it is executed in turns with the
 * whole set and with the set but without this one.
 */
final class Ablation {
  private static final double LONGEST = 1;

  /** So much slower needs no second look. */
  private static final double CLEAR = 3;

  /** So much slower is cut off: it may be minutes, and more would change nothing. */
  private static final double FAR = 6;

  private final RealIndexes real;
  private final CostTable costs;
  private final Trial trial;

  Ablation(RealIndexes real, CostTable costs, Trial trial) {
    this.real = real;
    this.costs = costs;
    this.trial = trial;
  }

  /**
   * How much an index is missed.
   *
   * @param ratios how many times as long a part takes without it beside the others
   */
  record Missed(SortedMap<String, Double> ratios) {
    /** In words; empty where nothing was executed. */
    String text() {
      var parts =
          ratios.entrySet().stream()
              .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
              .map(e -> String.format(Locale.ROOT, "%s %.2f", e.getKey(), e.getValue()))
              .collect(Collectors.joining(", "));
      return parts.isEmpty()
          ? ""
          : "In a quick trial on the copy, times as long without it beside the others: "
              + parts
              + ".";
    }
  }

  /** Executes the readers of one index; what was seen stands in the table of costs from then on. */
  Missed without(IndexDefinition index, Selection.Choice choice, Selection.Choice without)
      throws SQLException {
    var set = Indexes.adding(choice.indexes());
    var ratios = ratios(choice.answers().users(index), real.name(index), set, choice);
    ratios.forEach((id, ratio) -> {
      double now = costs.ratio(id, choice.answers(), choice.indexes());
      costs.measured(new Tried(id, without.answers().of(id).used()), ratio * now);
    });
    return new Missed(ratios);
  }

  /** How many times as long parts take where that index is dropped as well. */
  SortedMap<String, Double> ratios(
      Collection<String> users, String index, Indexes set, Selection.Choice choice)
      throws SQLException {
    var ratios = new TreeMap<String, Double>();
    return real.showing(
        set,
        connection -> {
          for (String id : users) {
            var part = costs.part(id);
            double now = trial.seconds(id) * costs.ratio(id, choice.answers(), choice.indexes());
            if (!part.write() && now < LONGEST && trial.hasTime()) {
              ratio(connection, part, now, index).ifPresent(r -> ratios.put(id, r));
            }
          }
          return ratios;
        });
  }

  private OptionalDouble ratio(Connection connection, Part part, double now, String index)
      throws SQLException {
    double most = Math.min(3 * trial.seconds(part.id()) + 0.5, Math.max(LONGEST, FAR * now) + 0.5);
    var runner = new Runner(connection);
    var with = runner.seconds(part, most);
    var without = OptionalDouble.empty();
    for (int i = 0; i < Pace.of(now).repetitions() && with.isPresent(); i++) {
      var savepoint = connection.setSavepoint();
      Sql.execute(connection, "DROP INDEX " + index);
      without = Pace.least(without, runner.seconds(part, most));
      connection.rollback(savepoint);
      with = Pace.least(with, runner.seconds(part, most));
      if (without.isEmpty() || without.getAsDouble() > CLEAR * with.orElse(0)) {
        break;
      }
    }
    return with.isPresent() && without.isPresent()
        ? OptionalDouble.of(Pace.ratio(with.getAsDouble(), without.getAsDouble()))
        : OptionalDouble.empty();
  }
}
