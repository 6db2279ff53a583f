package dev.proven.core.sprint;

import dev.proven.core.Change;
import dev.proven.core.Session;
import dev.proven.core.Target;
import dev.proven.core.experiment.Judgement;
import dev.proven.core.experiment.Part;
import dev.proven.core.experiment.Testbed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What every experiment of one proof shares.
 *
 * @param <T> the kind of target
 * @param testbed where both arms exist
 * @param laboratory where experiments are carried out
 * @param parts of the workload
 * @param plans writes declarations
 * @param noise of this machine
 * @param unstable parts whose answers vary between equal systems
 * @param session with its progress and journal
 * @param deadline of the whole
 */
record ProofContext<T extends Target>(
    Testbed<T> testbed,
    Laboratory<T> laboratory,
    List<Part> parts,
    Plans plans,
    Noise noise,
    Set<String> unstable,
    Session session,
    Instant deadline) {

  /** The same with other costs of the parts. */
  ProofContext<T> with(Costs costs) {
    return new ProofContext<>(
        testbed, laboratory, parts, plans.with(costs), noise, unstable, session, deadline);
  }

  Duration left() {
    return Duration.between(Instant.now(), deadline);
  }

  /** What an experiment is about, with a folder and a seed of its own. */
  Plans.Subject subject(String name, String title, Change<T> change) {
    return new Plans.Subject(laboratory.next(name), title, change.script(), laboratory.seed(plans));
  }

  /** Tells a waiting person what an experiment said. */
  void say(String title, Judgement judgement) {
    var verdict = judgement.verdict();
    session
        .progress()
        .note(verdict.sign() + " " + verdict.label() + "  " + title + ": " + judgement.why());
  }
}
