package dev.proven.postgres.whatif;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What could not be made as the target has it, by name, each with the reason. */
final class LeftOut {
  private final Map<String, String> reasons = new TreeMap<>();

  void add(String what, String reason) {
    reasons.putIfAbsent(what, reason.lines().findFirst().orElse("").strip());
  }

  void remove(String what) {
    reasons.remove(what);
  }

  List<String> lines() {
    return reasons.entrySet().stream().map(e -> e.getKey() + ": " + e.getValue()).toList();
  }
}
