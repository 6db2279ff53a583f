package dev.proven.postgres.rewrite;

import dev.proven.core.Change;
import dev.proven.core.Proposal;
import dev.proven.core.Workload;
import dev.proven.core.experiment.Arm;
import dev.proven.core.experiment.Testbed;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.index.IndexOptimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks for the index that a text opens, where the text is no faster by itself: the column stands
 * in it as it is, and the original hides it.
 */
final class OpenedIndexes {
  private static final int MOST_TRIED = 2;

  /** Two changes at once must do more than one. */
  private static final double LEAST_RATIO = 0.5;

  private final Testbed<PostgresTarget> testbed;
  private final QuickTrial trial;
  private final IndexOptimizer indexes = new IndexOptimizer();

  OpenedIndexes(Testbed<PostgresTarget> testbed, QuickTrial trial) {
    this.testbed = testbed;
    this.trial = trial;
  }

  /** The text with the index that makes it faster, and makes the original no faster. */
  Optional<Rival> of(Rival rival) throws Exception {
    if (!rival.candidate().derivation().opensIndexes()) {
      return Optional.empty();
    }
    for (var index : proposals(rival)) {
      var both = with(rival, index);
      if (trial.of(both) instanceof QuickTrial.Outcome.Timed t
          && t.ratio() <= LEAST_RATIO
          && !helpsOriginal(index, t)) {
        return Optional.of(both.at(t.ratio()).and(Words.of(t)));
      }
    }
    return Optional.empty();
  }

  /** What the index optimizer would propose if the other text were sent. */
  private List<Proposal<PostgresTarget>> proposals(Rival rival) throws Exception {
    testbed.put(rival.proposal().change());
    try {
      var part = rival.candidate().original().part();
      var alone = new Workload("one statement", List.of(part), List.of());
      return indexes.diagnose(testbed.target(Arm.B), alone).proposals().stream()
          .filter(p -> p.change().bytesFreed() == 0)
          .limit(MOST_TRIED)
          .toList();
    } finally {
      testbed.put(null);
    }
  }

  private boolean helpsOriginal(Proposal<PostgresTarget> index, QuickTrial.Outcome.Timed withText)
      throws Exception {
    Change<PostgresTarget> alone = index.change();
    return trial.of(alone) instanceof QuickTrial.Outcome.Timed t
        && withText.after() > LEAST_RATIO * t.after();
  }

  private static Rival with(Rival rival, Proposal<PostgresTarget> index) {
    var text = rival.proposal();
    var evidence = new ArrayList<>(text.evidence());
    evidence.addAll(index.evidence());
    evidence.add("The statement as it is written cannot use the index.");
    var both =
        new Proposal<>(
            text.id() + "+" + index.id(),
            text.title() + "; with it: " + index.title(),
            evidence,
            index.expected(),
            text.risk() + " " + index.risk(),
            new TextWithIndex((SendRewritten) text.change(), index));
    return new Rival(both, rival.candidate(), rival.evidence(), rival.ratio());
  }
}
