package dev.proven.core.experiment;

import dev.proven.core.stats.SplitMix64;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The order of events in one block, drawn from the declared seed. Where both arms can be alive at
 * once every pair of turns stands side by side in an order of its own, so that a noisy neighbour
 * hits both alike; where they cannot, one arm follows the other in an order of the block's own.
 */
final class Schedule {

  /** One turn of one arm. */
  record Turn(Arm arm, PartPlan plan, int repetition) {}

  private final RandomGenerator random;
  private final boolean interleaved;

  Schedule(long seed, int block, boolean interleaved) {
    // Neighbouring seeds must not give alike streams, so the seed is mixed before it is used.
    this.random = new SplitMix64(new SplitMix64(seed).nextLong() + block);
    this.interleaved = interleaved;
  }

  /** Which arm is launched first. */
  Arm first() {
    return random.nextBoolean() ? Arm.A : Arm.B;
  }

  /** All turns of the block, after the warm-up. */
  List<Turn> turns(List<PartPlan> plans, Arm first) {
    var shuffled = new ArrayList<>(plans);
    Collections.shuffle(shuffled, random);
    var turns = new ArrayList<Turn>();
    if (interleaved) {
      shuffled.forEach(plan -> addPairs(turns, plan));
    } else {
      addArm(turns, shuffled, first);
      addArm(turns, shuffled, first.other());
    }
    return turns;
  }

  private void addPairs(List<Turn> turns, PartPlan plan) {
    for (int r = 1; r <= plan.repetitions(); r++) {
      Arm first = first();
      turns.add(new Turn(first, plan, r));
      turns.add(new Turn(first.other(), plan, r));
    }
  }

  private static void addArm(List<Turn> turns, List<PartPlan> plans, Arm arm) {
    for (var plan : plans) {
      for (int r = 1; r <= plan.repetitions(); r++) {
        turns.add(new Turn(arm, plan, r));
      }
    }
  }
}
