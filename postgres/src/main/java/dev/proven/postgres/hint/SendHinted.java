package dev.proven.postgres.hint;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Change;
import dev.proven.core.ChangeRecord;
import dev.proven.core.apply.HandOver;
import dev.proven.core.experiment.Part;
import dev.proven.core.journal.Journal;
import dev.proven.core.journal.Undo;
import dev.proven.postgres.PostgresKind;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.PostgresUndo;
import java.util.List;

/**
 * A hint sent in front of a statement. It touches nothing on any server, and asks the same: a hint
 * is a comment.
 *
 * @param part the statement as the workload has it
 * @param text that is sent for it when the hint is proposed, which an earlier change may have given
 * @param without what the planner shall not do
 */
record SendHinted(Part part, String text, Switch without) implements Change<PostgresTarget> {

  @Override
  public String script() {
    return "-- " + part.id() + ": send this text instead\n" + without.hinted(text) + ";";
  }

  @Override
  public List<ChangeRecord> records() {
    return List.of(
        new HandOver(
                "Send the text in the file wherever the application sends "
                    + part.id()
                    + "; leaving the comment in front away takes it back.",
                part.id() + ".sql",
                script() + "\n")
            .record(PostgresKind.ID));
  }

  @Override
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // closed by the undo that is handed over
  public Undo apply(PostgresTarget target, Journal journal) throws Exception {
    var texts = target.texts();
    var before = texts.of(part.text());
    var undo =
        journal.apply(
            PostgresUndo.sendAsWritten(target, part.id()),
            () -> texts.send(without.hinted(before), part.text()));
    return () -> {
      if (texts.of(part.text()).equals(without.hinted(before))) {
        if (before.equals(part.text())) {
          texts.sendAsWritten(part.text());
        } else {
          texts.send(before, part.text());
        }
      }
      undo.close();
    };
  }
}
