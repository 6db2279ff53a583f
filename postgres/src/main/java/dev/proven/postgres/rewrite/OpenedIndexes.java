package dev.proven.postgres.rewrite;

import dev.proven.core.Change;
import dev.proven.core.Proposal;
import dev.proven.core.Workload;
import dev.proven.core.experiment.Arm;
import dev.proven.core.experiment.Testbed;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.index.IndexOptimizer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks for the index that a text opens, where the text is no faster by itself: the column stands
 * in it as it is, and the original hides it.
 */
final class OpenedIndexes {
  private static final int MOST_TRIED = 2;

  /** Two changes at once must do more than one. */
  private static final double LEAST_RATIO = 0.5;

  /** No text may take more of what storage is left for its index. */
  private static final long MOST_OF_ROOM = 4;

  private final Testbed<PostgresTarget> testbed;
  private final QuickTrial trial;
  private final Room room;
  private final IndexOptimizer indexes = new IndexOptimizer();

  OpenedIndexes(Testbed<PostgresTarget> testbed, QuickTrial trial, Room room) {
    this.testbed = testbed;
    this.trial = trial;
    this.room = room;
  }

  /**
   * The storage for new indexes, of which each text takes its part.
   *
   * @param statements that want some of it
   * @param taken bytes by part's id
   */
  record Room(int statements, Map<String, Long> taken) {
    Room(int statements) {
      this(Math.max(1, statements), new HashMap<>());
    }

    /** A text that was dropped after all takes nothing. */
    void giveBack(String part) {
      taken.remove(part);
    }

    /** Bytes that nobody has taken. */
    long left(PostgresTarget target) throws SQLException {
      long all = taken.values().stream().mapToLong(Long::longValue).sum();
      return Math.max(0, IndexOptimizer.budget(target) - all);
    }
  }

  /**
   * The text with the index that makes it faster, and makes the original no faster: one that takes
   * no more storage than is there for each statement, else a larger one.
   */
  Optional<Rival> of(Rival rival) throws Exception {
    if (!rival.candidate().derivation().opensIndexes()) {
      return Optional.empty();
    }
    long left = room.left(testbed.target(Arm.A));
    var small = of(rival, left / Math.max(MOST_OF_ROOM, room.statements()));
    return small.isPresent() ? small : of(rival, left / MOST_OF_ROOM);
  }

  private Optional<Rival> of(Rival rival, long most) throws Exception {
    for (var index : proposals(rival, most)) {
      long bytes = IndexOptimizer.bytes(testbed.target(Arm.A), index);
      var both = with(rival, index);
      if (bytes <= most
          && trial.of(both) instanceof QuickTrial.Outcome.Timed t
          && t.ratio() <= LEAST_RATIO
          && !helpsOriginal(index, t)) {
        room.taken().put(rival.candidate().part(), bytes);
        return Optional.of(both.at(t.ratio()).and(Words.of(t)));
      }
    }
    return Optional.empty();
  }

  /** What the index optimizer would propose if the other text were sent. */
  private List<Proposal<PostgresTarget>> proposals(Rival rival, long most) throws Exception {
    testbed.put(rival.proposal().change());
    try {
      var part = rival.candidate().original().part();
      var alone = new Workload("one statement", List.of(part), List.of());
      return indexes.within(most, testbed.target(Arm.B), alone).proposals().stream()
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
