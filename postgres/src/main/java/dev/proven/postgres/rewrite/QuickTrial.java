package dev.proven.postgres.rewrite;

import dev.proven.core.Change;
import dev.proven.core.CostedWorkload;
import dev.proven.core.experiment.Arm;
import dev.proven.core.experiment.Launch;
import dev.proven.core.experiment.Observation;
import dev.proven.core.experiment.Part;
import dev.proven.core.experiment.Slot;
import dev.proven.core.experiment.Testbed;
import dev.proven.postgres.Failure;
import dev.proven.postgres.PostgresTarget;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A quick look whether other texts for one statement are faster at all, and answer what it answers:
 * each runs a few times, the best counts. It keeps hopeless texts out of the experiments and is
 * never told as a gain.
 */
final class QuickTrial {
  /** What takes longer is not run again as it was: its seconds and its answer are known. */
  private static final double LONG = 1;

  private static final double SHORT = 0.05;
  private static final int ROUNDS = 3;
  private static final double FIRST_CAP = 0.25;

  /** For the text that looks best; the others get a quarter of it. */
  private static final double LAST_CAP = 16;

  /** What saves less is not worth changing a text. */
  static final double LEAST_RATIO = 0.9;

  /** What a trial saw of one text. */
  sealed interface Outcome {
    /** Seconds of the original and of the text. */
    record Timed(double before, double after) implements Outcome {
      double ratio() {
        return after / Math.max(before, 1e-9);
      }

      boolean isFaster() {
        return ratio() <= LEAST_RATIO;
      }

      String words() {
        return String.format(
            Locale.ROOT,
            "in a quick trial on the copy it took %.3g s, the original %.3g s",
            after,
            before);
      }
    }

    /** It ran into a time limit. */
    record Capped(double before, double cap) implements Outcome {
      String words() {
        return String.format(
            Locale.ROOT,
            "in a quick trial on the copy it did not end within %.3g s, the original took %.3g s",
            cap,
            before);
      }
    }

    /** It failed, or answered something else. */
    record Wrong(String why) implements Outcome {}
  }

  private final Testbed<PostgresTarget> testbed;
  private final Part part;
  private final double before;
  private final String answer;

  QuickTrial(Testbed<PostgresTarget> testbed, Part part, CostedWorkload costed) {
    this.testbed = testbed;
    this.part = part;
    this.before = costed.seconds().getOrDefault(part.id(), 0.0);
    this.answer = costed.answers().getOrDefault(part.id(), "");
  }

  /** Whether the texts were compared with an answer of the original. */
  boolean knowsAnswer() {
    return before < LONG || !answer.isEmpty();
  }

  /**
   * Tries them all.
   *
   * @param rivals the most promising first
   */
  Map<Rival, Outcome> of(List<Rival> rivals) throws Exception {
    try {
      return before < LONG ? besideOriginal(rivals) : alone(rivals);
    } finally {
      testbed.put(null);
    }
  }

  /** Tries one. */
  Outcome of(Rival rival) throws Exception {
    return of(rival.proposal().change());
  }

  /** Tries a change of another kind. */
  Outcome of(Change<PostgresTarget> change) throws Exception {
    try {
      return before < LONG ? besideOriginal(change) : alone(change, LAST_CAP / 4);
    } finally {
      testbed.put(null);
    }
  }

  private Map<Rival, Outcome> besideOriginal(List<Rival> rivals) throws Exception {
    var outcomes = new LinkedHashMap<Rival, Outcome>();
    for (var rival : rivals) {
      outcomes.put(rival, besideOriginal(rival.proposal().change()));
    }
    return outcomes;
  }

  private Outcome besideOriginal(Change<PostgresTarget> change) throws Exception {
    double old = Double.MAX_VALUE;
    double now = Double.MAX_VALUE;
    double cap = 1.5 * Math.max(before, SHORT) + SHORT;
    int rounds = before < SHORT ? 2 * ROUNDS : ROUNDS;
    try (var a = testbed.launch(Arm.A, null);
        var b = testbed.launch(Arm.B, change)) {
      for (int i = 0; i < rounds && (i == 0 || now < 2 * old); i++) {
        var first = run(a, LONG * 10);
        var second = run(b, cap);
        if (first.isFailure() || second.isFailure()) {
          return new Outcome.Wrong(failure(first, second));
        }
        if (second.capped()) {
          return new Outcome.Capped(before, cap);
        }
        if (!first.capped() && !first.answer().equals(second.answer())) {
          return new Outcome.Wrong(otherAnswer(first.answer(), second.answer()));
        }
        old = Math.min(old, seconds(first));
        now = Math.min(now, seconds(second));
      }
    } catch (SQLException e) {
      return wrong(e);
    }
    return new Outcome.Timed(old, now);
  }

  /** With ever longer limits, until one of them ends: so nobody waits for a hopeless one. */
  private Map<Rival, Outcome> alone(List<Rival> rivals) throws Exception {
    var outcomes = new LinkedHashMap<Rival, Outcome>();
    boolean ended = false;
    for (double cap = FIRST_CAP; cap <= LAST_CAP && cap < before && !ended; cap *= 4) {
      for (var rival : cap < LAST_CAP ? rivals : rivals.subList(0, 1)) {
        if (!(outcomes.get(rival) instanceof Outcome.Wrong)) {
          var outcome = alone(rival.proposal().change(), cap);
          outcomes.put(rival, outcome);
          ended |= outcome instanceof Outcome.Timed;
        }
      }
    }
    return outcomes;
  }

  private Outcome alone(Change<PostgresTarget> change, double cap) throws Exception {
    try (var b = testbed.launch(Arm.B, change)) {
      var seen = run(b, cap);
      if (seen.isFailure()) {
        return new Outcome.Wrong("on the copy of your data " + seen.failure());
      }
      if (seen.capped()) {
        return new Outcome.Capped(before, cap);
      }
      return answer.isEmpty() || answer.equals(seen.answer())
          ? new Outcome.Timed(before, seconds(seen))
          : new Outcome.Wrong(otherAnswer(answer, seen.answer()));
    } catch (SQLException e) {
      return wrong(e);
    }
  }

  private static String failure(Observation original, Observation other) {
    return original.isFailure()
        ? "as it is written " + original.failure()
        : "on the copy of your data " + other.failure();
  }

  private static Outcome wrong(SQLException e) throws SQLException {
    if (Failure.isLoss(e)) {
      throw e;
    }
    return new Outcome.Wrong("on the copy of your data it fails: " + e.getMessage());
  }

  /** A digest begins with the number of rows. */
  private static String otherAnswer(String original, String other) {
    return "on the copy of your data it answers "
        + rows(other)
        + ", the original "
        + rows(original)
        + ", and not the same ones";
  }

  private static String rows(String digest) {
    return digest.replaceFirst(" rows .*", " rows");
  }

  private Observation run(Launch launch, double cap) throws Exception {
    var limit = Duration.ofMillis(Math.round(1000 * cap));
    return launch.run(part, new Slot(0, 1, false, 0, limit));
  }

  private static double seconds(Observation seen) {
    double[] cpu = seen.samples().get("cpu");
    double[] wall = seen.samples().get("wall");
    double[] values = cpu == null ? wall : cpu;
    return values == null || values.length == 0 ? Double.MAX_VALUE : values[0];
  }
}
