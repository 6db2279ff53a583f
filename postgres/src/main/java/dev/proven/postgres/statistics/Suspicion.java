package dev.proven.postgres.statistics;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * An estimate that is wrong in one statement, and what would set it right.
 *
 * @param part the statement's id
 * @param table the estimate is of
 * @param subjects that the planner knows too little of
 * @param kind of statistics that says it; empty for a single expression
 * @param estimated by the planner, in rows or groups
 * @param sampled the same by the sample
 * @param error how many times too low or too high the estimate is at least
 * @param what in words, such as {@code rows}
 */
record Suspicion(
    String part,
    TableFacts table,
    Set<Subject> subjects,
    String kind,
    double estimated,
    double sampled,
    double error,
    String what) {

  static Suspicion of(
      String part,
      TableFacts table,
      Collection<Subject> subjects,
      String kind,
      double estimated,
      double sampled,
      double error,
      String what) {
    return new Suspicion(
        part, table, new TreeSet<>(subjects), kind, estimated, sampled, error, what);
  }

  /** The same in another statement. */
  Suspicion in(String otherPart) {
    return new Suspicion(otherPart, table, subjects, kind, estimated, sampled, error, what);
  }

  /** What the planner believes and what the rows say. */
  String evidence() {
    return String.format(
        Locale.ROOT,
        "%s: the planner expects %,.0f %s of %s by %s, and a sample of its rows says about %,.0f.",
        part,
        estimated,
        what,
        table.name(),
        names(),
        sampled);
  }

  /** The subjects in words. */
  String names() {
    return String.join(", ", subjects.stream().map(Subject::toString).toList());
  }

  List<Subject> expressions() {
    return subjects.stream().filter(Subject::isExpression).toList();
  }
}
