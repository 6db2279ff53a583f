package dev.proven.postgres.rewrite;

import dev.proven.postgres.rewrite.catalog.Functions;
import dev.proven.postgres.rewrite.rule.Facts;
import dev.proven.postgres.rewrite.rule.Rewritten;
import dev.proven.postgres.rewrite.rule.Rule;
import dev.proven.postgres.rewrite.sql.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The rules that led from one text to another, in their order, so that the same way can be gone
 * from the text with other constants.
 */
record Derivation(List<Step> steps) {
  Derivation {
    steps = List.copyOf(steps);
  }

  /**
   * One rule at one place.
   *
   * @param place among those where the rule fits
   * @param places how many those were
   */
  record Step(Rule rule, int place, int places, Rewritten result) {}

  Derivation then(Step step) {
    var all = new ArrayList<>(steps);
    all.add(step);
    return new Derivation(all);
  }

  Query query() {
    return steps.getLast().result().query();
  }

  /**
   * Goes the same way from another text, empty where the rules do not fit it in the same places.
   */
  Optional<Query> from(Query other, Functions functions) {
    var query = other;
    for (var step : steps) {
      var found = step.rule().rewrite(query, Facts.of(query, functions));
      if (found.size() != step.places()) {
        return Optional.empty();
      }
      query = found.get(step.place()).query();
    }
    return Optional.of(query);
  }

  /** The rules' ids, such as {@code window+range}. */
  String id() {
    return steps.stream().map(s -> s.rule().id()).collect(Collectors.joining("+"));
  }

  String remedy() {
    return steps.stream().map(s -> s.result().remedy()).collect(Collectors.joining("; then "));
  }

  List<String> needs() {
    return steps.stream().flatMap(s -> s.result().needs().stream()).distinct().toList();
  }

  /** The proofs of all steps, empty where one has none. */
  Optional<String> proof() {
    return steps.stream().allMatch(s -> s.result().proof().isPresent())
        ? Optional.of(
            steps.stream()
                .flatMap(s -> s.result().proof().stream())
                .distinct()
                .collect(Collectors.joining(" ")))
        : Optional.empty();
  }

  /** Whether a column stands bare in the text that did not before. */
  boolean opensIndexes() {
    return steps.stream().anyMatch(s -> s.rule().opensIndexes());
  }

  /** Whether the planner can tell by its estimates what it is worth. */
  boolean canBeEstimated() {
    return steps.stream().allMatch(s -> s.rule().canBeEstimated());
  }
}
