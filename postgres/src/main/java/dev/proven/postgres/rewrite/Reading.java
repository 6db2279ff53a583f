package dev.proven.postgres.rewrite;

import dev.proven.core.Diagnosis;
import dev.proven.core.Diagnosis.Finding;
import dev.proven.core.Workload;
import dev.proven.core.experiment.Part;
import dev.proven.postgres.Knowledge;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.SentTexts;
import dev.proven.postgres.rewrite.sql.NotUnderstood;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The statements of a workload read one after the other, and what became of each. It ends when its
 * time is used up, and says what it did not get to.
 */
final class Reading {
  /** A workload may hold ten thousand statements. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final int MOST_LINES = 200;
  private static final int MOST_NAMES = 50;

  private final StatementReader reader;
  private final Search search;
  private final SentTexts texts;
  private final Knowledge knowledge;
  private final Duration patience;
  private final List<String> lines = new ArrayList<>();
  private final List<String> silent = new ArrayList<>();
  private final List<String> unread = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private final List<Candidate> candidates = new ArrayList<>();
  private int read;

  Reading(StatementReader reader, Search search, SentTexts texts, Knowledge knowledge) {
    this(reader, search, texts, knowledge, PATIENCE);
  }

  Reading(
      StatementReader reader,
      Search search,
      SentTexts texts,
      Knowledge knowledge,
      Duration patience) {
    this.reader = reader;
    this.search = search;
    this.texts = texts;
    this.knowledge = knowledge;
    this.patience = patience;
  }

  Diagnosis<PostgresTarget> of(Workload workload, String optimizer) {
    long until = System.nanoTime() + patience.toNanos();
    for (var part : workload.parts()) {
      if (System.nanoTime() < until) {
        read(part);
      } else {
        unread.add(part.id());
      }
    }
    var all = RewriteProposals.findings(candidates);
    all.addAll(findings);
    return new Diagnosis<>(
        optimizer, looked(workload), all, new RewriteProposals(knowledge).of(candidates));
  }

  private void read(Part part) {
    try {
      var statement = reader.read(part, texts.of(part.text()));
      read++;
      var found = search.of(statement);
      candidates.addAll(found.kept());
      lines.addAll(Words.of(part, found));
      if (found.given() == 0 && found.hindrances().isEmpty()) {
        silent.add(part.id());
      }
      DeepOffset.of(statement, knowledge.guesses(part.id())).ifPresent(findings::add);
    } catch (NotUnderstood e) {
      lines.add(part.id() + " is left as it is: it " + e.reason() + ".");
    } catch (SQLException e) {
      var reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      lines.add(part.id() + " could not be planned: " + reason + ".");
    }
  }

  private List<String> looked(Workload workload) {
    var looked = new ArrayList<String>();
    looked.add(
        "The text of "
            + read
            + " of "
            + workload.parts().size()
            + " statements, and what the catalog promises of their tables.");
    looked.addAll(knowledge.guessed(workload.parts()));
    lines.stream().limit(MOST_LINES).forEach(looked::add);
    if (lines.size() > MOST_LINES) {
      looked.add("Of " + (lines.size() - MOST_LINES) + " more the like could be said.");
    }
    if (!silent.isEmpty()) {
      looked.add("No rule fits " + names(silent) + ".");
    }
    if (!unread.isEmpty()) {
      looked.add(
          "Not read, because reading the others took "
              + patience.toSeconds()
              + " s: "
              + names(unread)
              + ".");
    }
    search.refused().forEach(r -> looked.add("The server refused a rewritten text, " + r + "."));
    return looked;
  }

  private static String names(List<String> ids) {
    var some = String.join(", ", ids.subList(0, Math.min(MOST_NAMES, ids.size())));
    return ids.size() > MOST_NAMES ? some + " and " + (ids.size() - MOST_NAMES) + " more" : some;
  }
}
