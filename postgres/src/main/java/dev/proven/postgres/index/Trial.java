package dev.proven.postgres.index;

import dev.proven.core.CostedWorkload;
import dev.proven.core.experiment.Part;
import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A quick look whether a set of indexes makes a statement slower than the planner believes: each
 * statement whose plan changed is executed a few times with and without the set. It only keeps
 * hopeless sets out of the experiments and is never told as a result.
 */
final class Trial {
  /** What takes longer without indexes is not executed again: its measured seconds are known. */
  private static final double LONG = 1;

  private static final double SLOWER = 1.1;
  private static final double LEAST_SECONDS = 0.001;
  private static final int LOOKS = 3;

  private final Shelf shelf;
  private final Stopwatch stopwatch;
  private final CostedWorkload costed;
  private final Map<Tried, Boolean> known = new HashMap<>();
  private final Map<Tried, Double> seconds = new HashMap<>();

  private record Tried(String part, Set<CreateIndex> used) {}

  Trial(Shelf shelf, Stopwatch stopwatch, CostedWorkload costed) {
    this.shelf = shelf;
    this.stopwatch = stopwatch;
    this.costed = costed;
  }

  /** The parts that read and are slower with the set than without it. */
  List<String> slower(Selection.Choice choice) throws SQLException {
    var open = new HashSet<Tried>();
    choice.answers().byPart().forEach((id, answer) -> open.add(new Tried(id, answer.used())));
    open.removeIf(t -> t.used().isEmpty() || known.containsKey(t) || part(t).write());
    var suspicious = open;
    for (int look = 0; look < LOOKS && !suspicious.isEmpty(); look++) {
      measure(Set.of(), without(suspicious));
      measure(choice.indexes(), suspicious);
      suspicious = new HashSet<>(suspicious);
      suspicious.removeIf(t -> !isSlower(t));
    }
    open.forEach(t -> known.put(t, isSlower(t)));
    var slower = new ArrayList<String>();
    choice
        .answers()
        .byPart()
        .forEach((id, answer) -> {
          if (known.getOrDefault(new Tried(id, answer.used()), false)) {
            slower.add(id);
          }
        });
    return slower;
  }

  private Part part(Tried tried) {
    return costed.workload().part(tried.part());
  }

  private Set<Tried> without(Set<Tried> all) {
    var without = new HashSet<Tried>();
    all.stream()
        .filter(t -> base(t) < LONG)
        .forEach(t -> without.add(new Tried(t.part(), Set.of())));
    return without;
  }

  private double base(Tried tried) {
    double measured = costed.seconds().getOrDefault(tried.part(), 0.0);
    return seconds.getOrDefault(new Tried(tried.part(), Set.of()), measured);
  }

  private boolean isSlower(Tried tried) {
    double before = base(tried);
    double after = seconds.getOrDefault(tried, 0.0);
    return after > SLOWER * before && after - before > LEAST_SECONDS;
  }

  private void measure(Set<CreateIndex> visible, Set<Tried> all) throws SQLException {
    shelf.showing(
        visible,
        connection -> {
          for (Tried tried : all) {
            seconds.merge(tried, time(connection, tried), Math::min);
          }
          return all;
        });
  }

  /** The best of two; each is rolled back, also after it ran into the limit. */
  private double time(Connection connection, Tried tried) throws SQLException {
    double limit = 1.5 * Math.max(base(tried), LEAST_SECONDS) + 0.5;
    Sql.execute(connection, "SET LOCAL statement_timeout = " + Math.round(limit * 1000));
    double best = Double.MAX_VALUE;
    for (int i = 0; i < 2; i++) {
      var savepoint = connection.setSavepoint();
      best = Math.min(best, stopwatch.seconds(part(tried).text(), limit));
      connection.rollback(savepoint);
    }
    return best;
  }
}
