package dev.proven.postgres.index;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.experiment.Part;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.index.CostTable.Tried;
import dev.proven.postgres.whatif.IndexDefinition;
import dev.proven.postgres.whatif.Indexes;
import dev.proven.postgres.whatif.RealIndexes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A quick look at what a set of real indexes does: each statement whose plan is new, and each write
 * that pays for one of them, is executed a few times on the unchanged copy and on the one with the
 * set, in turns. What was seen stands in the table of costs from then on. It only screens and is
 * never told as a result.
 */
final class Trial implements AutoCloseable {
  /** What takes longer on the unchanged copy is not executed again there. */
  private static final double LONG = 1;

  /** What took long is executed only where the planner promises to be quicker than that. */
  private static final double LONGEST = 1.5;

  /** What lies between these is looked at so often. */
  private static final double CLEARLY_QUICKER = 0.93;

  private static final double CLEARLY_SLOWER = 1.5;

  /** No slower than this at the best of several runs needs no further look. */
  private static final double NOT_SLOWER = 1.02;

  private static final int GLANCES = 2;
  private static final int LOOKS = 8;

  /** Closer looks at one statement take about so many seconds on both copies together. */
  private static final double LOOKING = 1;

  /** The same where it does seem slower. */
  private static final double LOOKING_AGAIN = 2.5;

  private final RealIndexes real;
  private final CostTable costs;
  private final Connection plain;
  private long deadline;
  private final Map<String, Double> before = new LinkedHashMap<>();

  /**
   * On two copies of one database.
   *
   * @param unchanged without the indexes
   * @param real the indexes on the other copy
   */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // the connection is the trial's, which closes it
  Trial(PostgresTarget unchanged, RealIndexes real, CostTable costs, Duration patience)
      throws SQLException {
    this.real = real;
    this.costs = costs;
    this.plain = unchanged.connect();
    this.deadline = System.nanoTime() + patience.toNanos();
    Explainer.plainPlans(plain);
    plain.setAutoCommit(false);
  }

  /** Whether there is time for more. */
  boolean hasTime() {
    return System.nanoTime() < deadline;
  }

  /** Gives so much more time from now on. */
  void extend(Duration patience) {
    deadline = System.nanoTime() + patience.toNanos();
  }

  /** Whether nothing is left that a set would have executed. */
  boolean isComplete(Selection.Choice choice) {
    return open(choice).isEmpty();
  }

  /** Executes what was not yet; false where nothing was left to be executed. */
  boolean run(Selection.Choice choice) throws SQLException {
    var open = open(choice);
    if (open.isEmpty() || !hasTime()) {
      return false;
    }
    real.showing(
        Indexes.adding(choice.indexes()),
        connection -> {
          for (Tried tried : open) {
            if (hasTime()) {
              costs.measured(tried, ratio(tried, choice, new Runner(connection)));
            }
          }
          return open;
        });
    plain.rollback();
    return true;
  }

  private List<Tried> open(Selection.Choice choice) {
    var open = new ArrayList<Tried>();
    for (String id : costs.parts()) {
      var tried =
          costs.part(id).write()
              ? new Tried(id, choice.indexes())
              : new Tried(id, choice.answers().of(id).used());
      if (isOpen(tried, choice) && !costs.isMeasured(tried)) {
        open.add(tried);
      }
    }
    return open;
  }

  private boolean isOpen(Tried tried, Selection.Choice choice) {
    var part = costs.part(tried.part());
    double base = base(part);
    if (part.write()) {
      return base < LONG
          && choice.indexes().stream()
              .anyMatch(i -> WriteCost.pays(part, costs.base(tried.part()), i));
    }
    double promised = base * choice.answers().of(tried.part()).ratio();
    return !tried.used().isEmpty() && (base < LONG || promised < LONGEST);
  }

  private double base(Part part) {
    return before.getOrDefault(part.id(), costs.costed().seconds().getOrDefault(part.id(), LONG));
  }

  /** By the planner's word where the server refuses to execute it. */
  private double ratio(Tried tried, Selection.Choice choice, Runner with) throws SQLException {
    var part = costs.part(tried.part());
    double base = base(part);
    double promised = costs.ratio(tried.part(), choice.answers(), choice.indexes());
    if (base >= LONG) {
      var seconds = with.seconds(part, Math.max(LONGEST, 1.1 * base));
      return seconds.isPresent() ? seconds.getAsDouble() / base : promised;
    }
    double limit = Pace.of(base).limit();
    var without = new Runner(plain);
    var first = with.seconds(part, limit);
    var fast = OptionalDouble.empty();
    var slow = OptionalDouble.empty();
    int turns = first.isEmpty() ? 0 : Pace.of(base).repetitions();
    double looks = looks(base, LOOKING);
    double again = looks(base, LOOKING_AGAIN);
    for (int i = 0;
        i < turns
            || (i < looks && isDoubtful(part, i > turns, slow, fast))
            || (i < again && isDoubtful(part, true, slow, fast));
        i++) {
      slow = i % 2 == 0 ? Pace.least(slow, without.seconds(part, limit)) : slow;
      fast = Pace.least(fast, with.seconds(part, limit));
      slow = i % 2 == 0 ? slow : Pace.least(slow, without.seconds(part, limit));
    }
    if (fast.isEmpty() || slow.isEmpty()) {
      return promised;
    }
    before.put(part.id(), slow.getAsDouble());
    return Pace.ratio(slow.getAsDouble(), fast.getAsDouble());
  }

  private static double looks(double base, double seconds) {
    return Math.min(LOOKS, seconds / Math.max(2 * base, 1e-5));
  }

  /** How many times slower a part is with the set than without; very many where nobody knows. */
  double ratio(Selection.Choice choice, String part) throws SQLException {
    var tried = new Tried(part, choice.answers().of(part).used());
    if (!costs.isMeasured(tried) && hasTime()) {
      double ratio =
          real.showing(
              Indexes.adding(choice.indexes()),
              connection -> ratio(tried, choice, new Runner(connection)));
      plain.rollback();
      costs.measured(tried, ratio);
    }
    return costs.isMeasured(tried)
        ? costs.ratio(part, choice.answers(), choice.indexes())
        : Double.MAX_VALUE;
  }

  /**
   * A glance at what one index does beside others to the statements that would use it: the planner
   * may promise too little.
   */
  void glance(Selection.Choice with, IndexDefinition index) throws SQLException {
    var open =
        with.answers().users(index).stream()
            .map(id -> new Tried(id, with.answers().of(id).used()))
            .filter(t -> !costs.isMeasured(t) && !costs.part(t.part()).write())
            .filter(t -> base(costs.part(t.part())) < LONG)
            .toList();
    if (open.isEmpty() || !hasTime()) {
      return;
    }
    real.showing(
        Indexes.adding(with.indexes()),
        connection -> {
          for (Tried tried : open) {
            glance(tried, with, new Runner(connection));
          }
          return open;
        });
    plain.rollback();
  }

  private void glance(Tried tried, Selection.Choice with, Runner runner) throws SQLException {
    var part = costs.part(tried.part());
    double base = base(part);
    var least = OptionalDouble.empty();
    for (int i = 0; i < GLANCES && hasTime(); i++) {
      least = Pace.least(least, runner.seconds(part, Pace.of(base).limit()));
    }
    double ratio = least.orElse(base) / base;
    if (ratio < CLEARLY_QUICKER) {
      costs.measured(tried, ratio(tried, with, runner));
    } else if (ratio > CLEARLY_SLOWER) {
      costs.measured(tried, ratio);
    }
  }

  /**
   * Whether a closer look is wanted: it may be a little slower.
   *
   * @param often whether it was looked at more often than is usual
   */
  private boolean isDoubtful(Part part, boolean often, OptionalDouble slow, OptionalDouble fast) {
    if (part.write() || slow.isEmpty() || fast.isEmpty() || !hasTime()) {
      return false;
    }
    double ratio = Pace.ratio(slow.getAsDouble(), fast.getAsDouble());
    return ratio > (often ? NOT_SLOWER : CLEARLY_QUICKER) && ratio < CLEARLY_SLOWER;
  }

  /** Seconds of the part on the unchanged copy, as far as is known. */
  double seconds(String part) {
    return base(costs.part(part));
  }

  @Override
  public void close() {
    try {
      plain.rollback();
      plain.close();
    } catch (SQLException e) {
      // It is gone already.
    }
  }
}
