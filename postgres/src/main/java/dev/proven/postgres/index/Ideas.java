package dev.proven.postgres.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * All kinds of indexes. The seam between them and {@link Candidates}: what comes out has no worth
 * yet.
 *
 * @param kinds each asked about every use of a table
 */
record Ideas(List<CandidateKind> kinds) {

  /**
   * Every kind.
   *
   * @param selectivity of conditions
   * @param constant whether the constants of a statement, by its part's id, are always the same
   * @param trigrams the operator class of pg_trgm as SQL; empty where the extension cannot be had
   */
  static Ideas all(Selectivity selectivity, Predicate<String> constant, Optional<String> trigrams) {
    var plain = new PlainKind();
    var expressions = new ExpressionKind();
    var patterns = new PatternKind();
    var parts = new GinKind(trigrams);
    return new Ideas(
        List.of(
            plain,
            new IncludeKind(),
            new PartialKind(selectivity, constant),
            new FilledKind(),
            new CoveringPartialKind(selectivity, constant),
            expressions,
            new SortedKind(),
            patterns,
            parts,
            new BrinKind(),
            new HashKind(),
            new OrKind(List.of(plain, expressions, patterns, parts), selectivity)));
  }

  /** Different ones, in the order of the kinds. */
  List<Idea> of(Table table, TableUse use) {
    var ideas = new ArrayList<Idea>();
    for (CandidateKind kind : kinds) {
      for (Idea idea : kind.ideas(table, use)) {
        if (ideas.stream().noneMatch(i -> i.indexes().equals(idea.indexes()))) {
          ideas.add(idea);
        }
      }
    }
    return List.copyOf(ideas);
  }
}
