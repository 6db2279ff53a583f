package dev.proven.postgres.index;

import dev.proven.core.CostedWorkload;
import dev.proven.core.experiment.Part;
import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A quick look whether a set of indexes makes a statement slower than the planner believes: each
 * statement whose plan changed is executed a few times with and without the set, until patience
 * ends. It only keeps hopeless sets out of the experiments and is never told as a result.
 */
final class Trial {
  /** What takes longer without indexes is not executed again: its measured seconds are known. */
  private static final double LONG = 1;

  /** What took long is executed only where the planner promises that much less. */
  private static final double LONG_RATIO = 0.01;

  private static final double LEAST_SECONDS = 0.001;
  private static final int LOOKS = 10;
  private static final int FEWEST_LOOKS = 6;

  /** What is so much quicker needs no second look. */
  private static final double QUICKER = 0.85;

  private static final Duration PATIENCE = Duration.ofSeconds(45);

  private final Shelf shelf;
  private final Stopwatch stopwatch;
  private final CostedWorkload costed;
  private final Map<Tried, Double> seconds = new HashMap<>();
  private final Map<Tried, Integer> looks = new HashMap<>();
  private final long deadline = System.nanoTime() + PATIENCE.toNanos();

  private record Tried(String part, Set<CreateIndex> used) {}

  Trial(Shelf shelf, Stopwatch stopwatch, CostedWorkload costed) {
    this.shelf = shelf;
    this.stopwatch = stopwatch;
    this.costed = costed;
  }

  /** How many times slower the parts are that are slower with the set than without it. */
  Map<String, Double> slower(Selection.Choice choice, double limit) throws SQLException {
    var suspicious = open(choice);
    suspicious.removeIf(t -> looks.containsKey(t) && isQuick(t, limit));
    while (!suspicious.isEmpty() && System.nanoTime() < deadline) {
      boolean again = suspicious.stream().anyMatch(looks::containsKey);
      measure(Set.of(), without(suspicious, again));
      measure(choice.indexes(), suspicious);
      suspicious.forEach(t -> looks.merge(t, 1, Integer::sum));
      suspicious.removeIf(t -> isQuick(t, limit) || looks.getOrDefault(t, 0) >= LOOKS);
    }
    var slower = new TreeMap<String, Double>();
    for (var answer : choice.answers().byPart().entrySet()) {
      double ratio = ratio(new Tried(answer.getKey(), answer.getValue().used()));
      if (ratio >= limit) {
        slower.put(answer.getKey(), ratio);
      }
    }
    return slower;
  }

  /** Whether it needs no further look: the fewer there were, the quicker it has to be. */
  private boolean isQuick(Tried tried, double limit) {
    int had = looks.getOrDefault(tried, 0);
    double allowed = 1 + (limit - 1) * Math.min(LOOKS, had) / LOOKS;
    return ratio(tried) < (had < FEWEST_LOOKS ? QUICKER : allowed);
  }

  /** How many times slower that part is with the set than without any index; 1 where it is not. */
  double ratio(Selection.Choice choice, String part) throws SQLException {
    var tried = new Tried(part, choice.answers().of(part).used());
    while (looks.getOrDefault(tried, 0) < LOOKS && System.nanoTime() < deadline) {
      measure(Set.of(), without(Set.of(tried), true));
      measure(choice.indexes(), Set.of(tried));
      looks.merge(tried, 1, Integer::sum);
    }
    return looks.containsKey(tried) ? ratio(tried) : Double.MAX_VALUE;
  }

  /** Reading parts with a new plan that was not tried yet, but none that would still take long. */
  private Set<Tried> open(Selection.Choice choice) {
    var open = new HashSet<Tried>();
    choice
        .answers()
        .byPart()
        .forEach((id, answer) -> {
          var tried = new Tried(id, answer.used());
          boolean quick = base(tried) < LONG || answer.ratio() < LONG_RATIO;
          if (quick && !answer.used().isEmpty() && !part(tried).write()) {
            open.add(tried);
          }
        });
    open.removeIf(t -> looks.getOrDefault(t, 0) >= LOOKS);
    return open;
  }

  private Part part(Tried tried) {
    return costed.workload().part(tried.part());
  }

  /** The same parts without indexes: all, or those of which nothing was measured yet. */
  private Set<Tried> without(Set<Tried> all, boolean again) {
    var without = new HashSet<Tried>();
    all.stream()
        .filter(t -> base(t) < LONG)
        .map(t -> new Tried(t.part(), Set.of()))
        .filter(t -> again || !seconds.containsKey(t))
        .forEach(without::add);
    return without;
  }

  private double base(Tried tried) {
    double measured = costed.seconds().getOrDefault(tried.part(), 0.0);
    return seconds.getOrDefault(new Tried(tried.part(), Set.of()), measured);
  }

  /** 1 where nothing was measured or the difference is too small to see. */
  private double ratio(Tried tried) {
    double before = base(tried);
    double after = seconds.getOrDefault(tried, before);
    return Math.abs(after - before) > LEAST_SECONDS ? after / before : 1;
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

  /** One execution, rolled back, also after it ran into the limit. */
  private double time(Connection connection, Tried tried) throws SQLException {
    double limit = 1.5 * Math.max(base(tried), LEAST_SECONDS) + 0.5;
    Sql.execute(connection, "SET LOCAL statement_timeout = " + Math.round(limit * 1000));
    var savepoint = connection.setSavepoint();
    double seconds = stopwatch.seconds(part(tried).text(), limit);
    connection.rollback(savepoint);
    return seconds;
  }
}
