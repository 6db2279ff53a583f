package dev.proven.postgres.rewrite;

import dev.proven.postgres.rewrite.catalog.Functions;
import dev.proven.postgres.rewrite.rule.Facts;
import dev.proven.postgres.rewrite.rule.Rule;
import dev.proven.postgres.rewrite.sql.Query;
import dev.proven.postgres.rewrite.sql.Writer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Applies the rules to a statement, and the rules again to the cheapest of what comes out, and
 * keeps the texts that may help. The planner's estimates order them and prove nothing.
 */
final class Search {
  private static final int DEPTH = 3;
  private static final int WIDTH = 4;
  private static final int MOST_PLANNED = 60;

  /**
   * Estimates are often wrong: what looks no worse than this is tried. A text that leaves
   * everything to the estimate of one and the same plan is none.
   */
  private static final double HOPELESS_RATIO = 1.5;

  /** What the planner cannot estimate is tried unless it looks much worse. */
  private static final double UNSURE_RATIO = 4;

  private static final int MOST_KEPT = 4;

  private final List<Rule> rules;
  private final Functions functions;
  private final Planner planner;
  private final List<String> refused = new ArrayList<>();

  Search(List<Rule> rules, Functions functions, Planner planner) {
    this.rules = List.copyOf(rules);
    this.functions = functions;
    this.planner = planner;
  }

  /** What the server would not plan, which is a fault of a rule. */
  List<String> refused() {
    return refused;
  }

  /**
   * What the rules made of a statement.
   *
   * @param kept the texts that may help, the most promising first
   * @param given how many the rules gave
   * @param hindrances why a rule that would be of use does not fit
   */
  record Found(List<Candidate> kept, int given, List<String> hindrances) {}

  Found of(Understood original) {
    var facts = Facts.of(original.query(), functions);
    var hindrances =
        rules.stream().flatMap(r -> r.hindrances(original.query(), facts).stream()).toList();
    var all = texts(original);
    return new Found(kept(all), all.size(), hindrances);
  }

  /** The texts that were made of one statement, and how the server would run them. */
  private record Seen(Set<String> texts, Set<JsonNode> plans) {}

  private List<Candidate> texts(Understood original) {
    var seen = new Seen(new HashSet<>(), new HashSet<>());
    var own = Writer.text(original.query());
    seen.texts().add(own);
    seen.plans().add(original.plan());
    // The same with other aliases, as every text that a rule gives.
    plan(own, original.part().id()).ifPresent(seen.plans()::add);
    var all = new ArrayList<Candidate>();
    var frontier = step(original, original.query(), new Derivation(List.of()), seen);
    for (int depth = 1; !frontier.isEmpty(); depth++) {
      all.addAll(frontier);
      var next = new ArrayList<Candidate>();
      for (var c : depth < DEPTH ? cheapest(frontier) : List.<Candidate>of()) {
        next.addAll(step(original, c.derivation().query(), c.derivation(), seen));
      }
      frontier = next;
    }
    return all;
  }

  private static List<Candidate> cheapest(List<Candidate> candidates) {
    return candidates.stream()
        .sorted(Comparator.comparingDouble(Candidate::cost))
        .limit(WIDTH)
        .toList();
  }

  private List<Candidate> step(Understood original, Query from, Derivation way, Seen seen) {
    var found = new ArrayList<Candidate>();
    var facts = Facts.of(from, functions);
    for (var rule : rules) {
      var results = rule.rewrite(from, facts);
      for (int i = 0; i < results.size(); i++) {
        var result = results.get(i);
        if (seen.texts().size() <= MOST_PLANNED && seen.texts().add(Writer.text(result.query()))) {
          var further = way.then(new Derivation.Step(rule, i, results.size(), result));
          plan(Writer.text(result.query()), original.part().id() + " by " + further.id())
              .filter(seen.plans()::add)
              .map(plan -> new Candidate(original, further, Planner.cost(plan)))
              .ifPresent(found::add);
        }
      }
    }
    return found;
  }

  private Optional<JsonNode> plan(String text, String whose) {
    try {
      return Optional.of(planner.plan(text));
    } catch (SQLException e) {
      var reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("?");
      refused.add(whose + ": " + reason);
      return Optional.empty();
    }
  }

  private static List<Candidate> kept(List<Candidate> all) {
    return all.stream()
        .filter(c -> c.ratio() < (c.derivation().canBeEstimated() ? HOPELESS_RATIO : UNSURE_RATIO))
        .sorted(Comparator.comparingDouble(Candidate::cost))
        .limit(MOST_KEPT)
        .toList();
  }
}
