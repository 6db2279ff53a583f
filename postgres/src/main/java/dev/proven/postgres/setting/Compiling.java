package dev.proven.postgres.setting;

import java.util.List;
import java.util.Map;

/**
 * {@code jit} and the cost from which it is used: compiling a statement takes tens of milliseconds,
 * which only a long one gains back.
 */
final class Compiling implements Rule {
  private static final double DEARER = 10;

  @Override
  public Advice advise(Facts facts) {
    if (!facts.canCompile()) {
      return Advice.none("jit: this server cannot compile statements.");
    }
    if (!facts.settings().isOn("jit")) {
      return Advice.none("jit: it is off.");
    }
    var compiled =
        facts.plans().entrySet().stream()
            .filter(p -> p.getValue().isCompiled())
            .map(Map.Entry::getKey)
            .toList();
    double above = facts.settings().number("jit_above_cost", 100_000);
    if (compiled.isEmpty()) {
      return Advice.none(
          "jit: no statement is estimated to be dear enough to be compiled (jit_above_cost "
              + Numbers.text(above)
              + ").");
    }
    var evidence =
        List.of(
            "The server compiles "
                + String.join(", ", compiled)
                + ", which are estimated to cost more than jit_above_cost, "
                + Numbers.text(above)
                + ".");
    return Advice.of(
        List.of(
            candidate("jit", "off", evidence),
            candidate("jit_above_cost", Numbers.text(DEARER * above), evidence)));
  }

  private static Candidate candidate(String name, String value, List<String> evidence) {
    return new Candidate(
        name,
        value,
        evidence,
        "Statements that are short, and dear by estimate only, would no longer be compiled.",
        "A long statement that gains from being compiled gets slower.");
  }
}
