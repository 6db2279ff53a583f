package dev.proven.postgres.rewrite;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Change;
import dev.proven.core.ChangeRecord;
import dev.proven.core.apply.HandOver;
import dev.proven.core.journal.Journal;
import dev.proven.core.journal.Undo;
import dev.proven.postgres.PostgresKind;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.PostgresUndo;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Another text that is sent for a statement. It touches nothing on any server; it is in the journal
 * so that whoever reads that finds everything that the run did.
 */
record SendRewritten(Candidate candidate) implements Change<PostgresTarget> {

  /** For the user's code: the statement's name, and what to send in its place. */
  @Override
  public String script() {
    return "-- " + candidate.part() + ": send this text instead\n" + candidate.text() + ";";
  }

  @Override
  public List<ChangeRecord> records() {
    return List.of(
        new HandOver(
                "Send the text in the file wherever the application sends "
                    + candidate.part()
                    + "; sending the former text, which stands there as well, takes it back.",
                candidate.part() + ".sql",
                formerly() + script() + "\n")
            .record(PostgresKind.ID));
  }

  private String formerly() {
    var former = candidate.original().part().text().strip().lines();
    return former.collect(Collectors.joining("\n-- ", "-- formerly: ", "\n\n"));
  }

  @Override
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // closed by the undo that is handed over
  public Undo apply(PostgresTarget target, Journal journal) throws Exception {
    var original = candidate.original().part().text();
    var texts = target.texts();
    var undo =
        journal.apply(
            PostgresUndo.sendAsWritten(target, candidate.part()),
            () -> texts.send(candidate.text(), original));
    return () -> {
      texts.sendAsWritten(original);
      undo.close();
    };
  }
}
