package dev.proven.postgres.statistics;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Compares what the planner expects with what a sample says, and finds which columns the difference
 * comes from.
 */
final class Suspect {
  /**
   * At the default target ANALYZE sees a few hundred rows of what is not among the common values,
   * and is off by a factor of two or three there each time that it draws. What is beyond four is
   * not chance, and what is below seldom turns a plan.
   */
  static final double FACTOR = 4;

  /** What is left unexplained after the strongest columns may be so much. */
  private static final double REST = Math.log(2);

  /** Two masks each, so that a query stays short. */
  private static final int MOST_ATOMS = 8;

  /** How many values the server lists by default. */
  private static final int LISTED = 100;

  private static final String DEPENDENCIES = "dependencies";
  private static final String VALUES = "mcv";
  private static final String GROUPS = "ndistinct";

  private final Sampler sampler;
  private final Estimator estimator;

  Suspect(Sampler sampler, Estimator estimator) {
    this.sampler = sampler;
    this.estimator = estimator;
  }

  /** What is wrong with the estimate of a scan's conditions. */
  List<Suspicion> of(String part, TableFacts table, Conjunction conjunction) throws SQLException {
    var atoms = conjunction.atoms().stream().limit(MOST_ATOMS).toList();
    boolean guessed = atoms.size() > 1 || atoms.stream().anyMatch(a -> a.subject().isExpression());
    if (!guessed) {
      return List.of();
    }
    var alias = conjunction.scan().alias();
    var pattern = sampler.pattern(table, alias, atoms);
    if (pattern.rows() == 0) {
      return List.of();
    }
    double all = estimator.rows(table, alias);
    var found = new ArrayList<Suspicion>();
    for (int i = 0; i < atoms.size(); i++) {
      if (atoms.get(i).subject().isExpression()) {
        var one = atoms.subList(i, i + 1);
        add(part, table, one, pattern.of(1 << i), all, estimator.rows(table, alias, one), found);
      }
    }
    int bonded = bonded(pattern, atoms.size());
    if (bonded != 0) {
      var some = IntStream.range(0, atoms.size()).filter(i -> (bonded & 1 << i) != 0);
      var chosen = some.mapToObj(atoms::get).toList();
      add(
          part,
          table,
          chosen,
          pattern.of(bonded),
          all,
          estimator.rows(table, alias, chosen),
          found);
    }
    return found;
  }

  private static void add(
      String part,
      TableFacts table,
      List<Atom> atoms,
      Share share,
      double all,
      double estimated,
      List<Suspicion> found) {
    double error = share.error(estimated / all);
    if (Math.abs(error) < FACTOR) {
      return;
    }
    for (var kind : kinds(atoms, share, error)) {
      found.add(
          Suspicion.of(
              part,
              table,
              atoms.stream().map(Atom::subject).toList(),
              kind,
              estimated,
              share.hits() / share.rows() * all,
              Math.abs(error),
              "rows"));
    }
  }

  /**
   * What may set it right, each by itself: where common values are listed the planner looks for
   * nothing else, also for values that are not in the list. That one column follows from another
   * only ever makes it expect more. Whether values are in the list is chance, anew with each
   * ANALYZE, where the list is shorter than they are rare.
   */
  private static List<String> kinds(List<Atom> atoms, Share share, double error) {
    if (atoms.size() == 1) {
      return List.of("");
    }
    boolean follows = error > 0 && atoms.stream().allMatch(Atom::equal);
    if (!follows) {
      return List.of(VALUES);
    }
    return share.low() < 1.0 / LISTED ? List.of(DEPENDENCIES) : List.of(DEPENDENCIES, VALUES);
  }

  /**
   * The fewest conditions, one bit each, that together explain why all of them leave other rows
   * than they would if none knew of the others; 0 where they do not.
   */
  private static int bonded(Pattern pattern, int size) {
    int whole = (1 << size) - 1;
    if (size < 2 || Math.abs(pattern.of(whole).error(pattern.independent(whole))) < FACTOR) {
      return 0;
    }
    int best = strongest(pattern, 0, size, 2);
    while (best != whole && unexplained(pattern, best, whole) > REST) {
      best = strongest(pattern, best, size, 1);
    }
    return best;
  }

  private static double unexplained(Pattern pattern, int some, int whole) {
    double expected = pattern.of(some).value() * pattern.independent(whole & ~some);
    return Math.abs(Math.log(pattern.of(whole).value() / expected));
  }

  /** That set with so many more, of which the bond is the strongest. */
  private static int strongest(Pattern pattern, int set, int size, int more) {
    int best = 0;
    for (int other = 0; other < 1 << size; other++) {
      boolean fits = (other & set) == set && Integer.bitCount(other & ~set) == more;
      if (fits && (best == 0 || pattern.bond(other) > pattern.bond(best))) {
        best = other;
      }
    }
    return best;
  }

  /** What is wrong with the estimate of how many groups there are. */
  List<Suspicion> of(String part, TableFacts table, Grouping grouping) throws SQLException {
    double all = estimator.rows(table, grouping.alias());
    var seen = sampler.groups(table, grouping.alias(), grouping.keys());
    if (seen.rows() == 0) {
      return List.of();
    }
    double groups = seen.of(all);
    double estimated = estimator.groups(table, grouping.alias(), grouping.keys());
    double error =
        Math.abs(Share.error(estimated, Math.max(seen.groups(), groups / 2), 2 * groups));
    return error < FACTOR
        ? List.of()
        : List.of(
            Suspicion.of(
                part,
                table,
                grouping.subjects(),
                grouping.subjects().size() == 1 ? "" : GROUPS,
                estimated,
                groups,
                error,
                "groups"));
  }
}
