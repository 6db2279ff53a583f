package dev.proven.core.apply;

import dev.proven.core.Problem;
import dev.proven.core.Progress;
import dev.proven.core.Target;
import dev.proven.core.TargetKind;
import dev.proven.core.apply.AppliedRecord.Made;
import dev.proven.core.apply.AppliedRecord.Outcome;
import dev.proven.core.journal.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Puts proven changes into a target that is in use: all of them, or none. */
public final class Application {
  private final AppliedFolder folder;
  private final Journal journal;
  private final Patience patience;
  private final Progress progress;

  public Application(AppliedFolder folder, Journal journal, Patience patience, Progress progress) {
    this.folder = folder;
    this.journal = journal;
    this.patience = patience;
    this.progress = progress;
  }

  /** Looks at how each change would get into the target; changes nothing. */
  public static <T extends Target> List<Planned> plan(
      TargetKind<T> kind, T target, ProvenChanges proven) {
    var planned = new ArrayList<Planned>();
    var together = proven.changes().stream().flatMap(c -> c.proposal().changes().stream()).toList();
    for (var change : proven.changes()) {
      var proposal = change.proposal();
      proposal
          .changes()
          .forEach(c ->
              planned.add(
                  new Planned(
                      proposal.id(),
                      proposal.title(),
                      kind.enactment(target, new Intent(c, change.named(), together)))));
    }
    return List.copyOf(planned);
  }

  /**
   * Makes them in order. Where one fails, or they cannot be noted as finished, those that were made
   * are taken back.
   *
   * @param finish notes them as finished
   * @throws Problem failed, or undo failed where something could not be taken back
   */
  public List<Made> make(List<Planned> plan, Consumer<List<Made>> finish) {
    var made = new ArrayList<Made>();
    var at = AppliedFolder.RECORD;
    try {
      for (var planned : plan) {
        at = planned.proposal();
        made.add(make(planned, made.size() + 1));
      }
      at = AppliedFolder.RECORD;
      finish.accept(List.copyOf(made));
      return List.copyOf(made);
    } catch (Exception e) {
      throw afterFailure(at, e);
    }
  }

  private Made make(Planned planned, int number) throws Exception {
    return switch (planned.enactment()) {
      case Enactment.ByProven p -> {
        progress.stage(planned.title());
        var notes = p.making().make(journal, patience, progress);
        yield new Made(planned.proposal(), Outcome.MADE, p.script(), p.undo(), List.of(), notes);
      }
      case Enactment.ByHand h -> {
        var files = new ArrayList<String>();
        h.files().forEach((name, text) -> files.add(folder.handOver(number, name, text)));
        yield new Made(
            planned.proposal(),
            Outcome.BY_HAND,
            h.instruction(),
            "",
            List.copyOf(files),
            List.of());
      }
      case Enactment.AlreadyThere a ->
          new Made(planned.proposal(), Outcome.ALREADY_THERE, "", "", List.of(), List.of(a.why()));
      case Enactment.Refused r -> throw Problem.failed(r.why(), r.advice());
    };
  }

  private Problem afterFailure(String at, Exception e) {
    var what = at + " could not be made: " + message(e);
    if (journal.isSealed()) {
      return Problem.failed("Interrupted.", "What was made is being taken back.").causedBy(e);
    }
    var failures = journal.undoAll();
    if (!failures.isEmpty()) {
      return Problem.undoFailed(
              what + " Not everything could be taken back: " + String.join("; ", failures) + ".",
              "Remove the cause, then run: proven undo " + journal.folder())
          .causedBy(e);
    }
    var advice = e instanceof Problem p ? p.advice() : "Look at the server's log.";
    return Problem.failed(what, takenBack() + advice).causedBy(e);
  }

  private String takenBack() {
    var kept =
        journal.kept().stream()
            .map(k -> k.undo().what() + " (" + k.why() + ")")
            .collect(Collectors.joining(", "));
    return kept.isEmpty()
        ? "Everything that was made was taken back. "
        : "What was made was taken back, but for " + kept + ". ";
  }

  private static String message(Exception e) {
    return e instanceof Problem p ? p.what() : String.valueOf(e.getMessage());
  }
}
