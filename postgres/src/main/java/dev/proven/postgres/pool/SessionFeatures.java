package dev.proven.postgres.pool;

import dev.proven.core.Diagnosis;
import dev.proven.postgres.KnownStatements;
import dev.proven.postgres.SqlText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an application keeps in its sessions, each statement once, however many there are. */
final class SessionFeatures {
  private static final int MOST = 20;

  /** A statement without what stands in quotes, which may be somebody's secret. */
  private record Use(SessionFeature feature, String title) {}

  private final Map<Use, String> uses = new LinkedHashMap<>();
  private long further;

  /** Looks at one more statement. */
  void look(KnownStatements.Known statement) {
    SessionFeature.in(statement.text())
        .map(f -> new Use(f, SqlText.titleWithoutTexts(statement.text())))
        .ifPresent(use -> {
          if (uses.size() < MOST || uses.containsKey(use)) {
            uses.putIfAbsent(use, statement.name());
          } else {
            further++;
          }
        });
  }

  List<Diagnosis.Finding> findings() {
    var findings = new ArrayList<Diagnosis.Finding>();
    uses.forEach((use, name) ->
        findings.add(
            new Diagnosis.Finding(
                "Transaction mode would break " + use.title(),
                "It uses "
                    + use.feature().words()
                    + " ("
                    + name
                    + "). "
                    + use.feature().advice())));
    if (further > 0) {
      findings.add(
          new Diagnosis.Finding(
              "Transaction mode would break %,d further executions.".formatted(further),
              "They are of other statements; the first " + MOST + " are named."));
    }
    return findings;
  }

  List<String> obstacles() {
    return uses.keySet().stream()
        .map(u -> "The application uses " + u.feature().words() + ": " + u.title() + ".")
        .toList();
  }
}
