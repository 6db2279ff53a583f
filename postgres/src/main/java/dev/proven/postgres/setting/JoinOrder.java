package dev.proven.postgres.setting;

import java.util.List;
import java.util.Map;

/**
 * {@code join_collapse_limit} or {@code from_collapse_limit}: how many tables the planner puts into
 * the best order; beyond that it follows the statement's text.
 */
record JoinOrder(String name) implements Rule {
  /** Beyond that planning itself gets dear, and from 12 on the planner guesses. */
  private static final long MOST = 11;

  @Override
  public Advice advise(Facts facts) {
    double now = facts.settings().number(name, 8);
    var large =
        facts.plans().entrySet().stream()
            .filter(p -> p.getValue().relations() > now)
            .map(Map.Entry::getKey)
            .toList();
    if (large.isEmpty() || now >= MOST) {
      return Advice.none(
          name
              + ": no statement that can be planned so joins more than "
              + Numbers.text(now)
              + " tables.");
    }
    long most = facts.plans().values().stream().mapToLong(Plan::relations).max().orElse(MOST);
    return Advice.of(
        List.of(
            new Candidate(
                name,
                String.valueOf(Math.min(MOST, most)),
                List.of(
                    String.join(", ", large)
                        + ": more than "
                        + Numbers.text(now)
                        + " tables are read, so not every order was looked at."),
                "The planner could find a better order of the joins.",
                "Planning takes longer, by up to a factor for each further table.")));
  }
}
