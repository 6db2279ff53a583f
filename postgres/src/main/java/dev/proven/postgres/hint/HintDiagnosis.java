package dev.proven.postgres.hint;

import dev.proven.core.Diagnosis;
import dev.proven.core.Diagnosis.Finding;
import dev.proven.core.Proposal;
import dev.proven.core.Screening;
import dev.proven.core.Workload;
import dev.proven.core.experiment.Part;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.SentTexts;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a server's planner could be told about single statements. */
final class HintDiagnosis {
  private static final int MOST_STATEMENTS = 200;

  private final List<String> looked = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private final List<Proposal<PostgresTarget>> proposals = new ArrayList<>();

  private HintDiagnosis() {}

  /** Of a server on which hints change nothing. */
  static Diagnosis<PostgresTarget> notObeyed(String optimizer, HintPlan state) {
    return new Diagnosis<>(
        optimizer,
        List.of(state.lacking()),
        List.of(),
        List.of(),
        List.of(new Screening.Dropped("hints", "Hints for single statements", state.lacking())));
  }

  /**
   * Of a server that obeys them.
   *
   * @param connection only reads, and is not in autocommit mode
   */
  static Diagnosis<PostgresTarget> of(
      String optimizer, Workload workload, SentTexts texts, Connection connection)
      throws SQLException {
    var diagnosis = new HintDiagnosis();
    var switches = new Switches(connection);
    for (var part : workload.parts().stream().limit(MOST_STATEMENTS).toList()) {
      diagnosis.look(part, texts.of(part.text()), switches, connection);
    }
    diagnosis.looked.addFirst(
        "What else the planner would do for "
            + Math.min(MOST_STATEMENTS, workload.parts().size())
            + " of "
            + workload.parts().size()
            + " statements.");
    return new Diagnosis<>(optimizer, diagnosis.looked, diagnosis.findings, diagnosis.proposals);
  }

  private void look(Part part, String text, Switches switches, Connection connection)
      throws SQLException {
    if (!Switches.canBeHinted(part, text)) {
      looked.add(part.id() + " is left as it is: it writes, or has hints.");
      return;
    }
    var savepoint = connection.setSavepoint();
    try {
      for (var other : switches.of(text)) {
        proposals.add(proposal(part, text, other));
      }
    } catch (SQLException e) {
      connection.rollback(savepoint);
      looked.add(
          part.id()
              + " could not be planned: "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
              + ".");
    }
  }

  private Proposal<PostgresTarget> proposal(Part part, String text, Switches.Other other) {
    var without = other.without();
    var estimate =
        String.format(
            Locale.ROOT,
            "The planner has another plan for %s without %s, and believes it to cost %.2f times as"
                + " much.",
            part.id(),
            without.what(),
            other.times());
    findings.add(new Finding(part.id() + " can be answered without " + without.what(), estimate));
    return new Proposal<>(
        part.id() + ".no-" + without.setting().replace("enable_", ""),
        part.id() + ": a hint to do without " + without.what(),
        List.of(estimate),
        "Whether it is faster only an execution can tell.",
        "The plan no longer follows the data: what helps today may hurt when they have grown. The"
            + " application must send the hint, and sessions must load pg_hint_plan.",
        new SendHinted(part, text, without));
  }
}
