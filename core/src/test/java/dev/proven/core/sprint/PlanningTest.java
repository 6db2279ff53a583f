package dev.proven.core.sprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.proven.core.experiment.Part;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PlanningTest {
  private static final List<Part> PARTS =
      List.of(part("huge"), part("long"), part("tiny"), part("short"));
  private static final Costs COSTS =
      new Costs(
          "cpu",
          Map.of("huge", 60.0, "long", 6.0, "short", 0.04, "tiny", 0.0001),
          1.5,
          Set.of("endless"));

  private static Part part(String id) {
    return new Part(id, id, id, false, 1);
  }

  @Test
  void shortPartsAreRepeatedAndLongOnesAreNot() {
    assertThat(COSTS.repetitions("tiny")).isEqualTo(20);
    assertThat(COSTS.repetitions("short")).isBetween(2, 3);
    assertThat(COSTS.repetitions("huge")).isEqualTo(1);
    var filled = COSTS.filling(1.5 * 24 * 2 * 4 * 0.4, 24, PARTS);
    assertThat(filled.repetitions("short")).isEqualTo(10);
  }

  @Test
  void theCapLetsSixBlocksOfTheLongPartsFitIntoTheTime() {
    double cap = COSTS.capFor(PARTS, 180);
    assertThat(6 * 2 * cap * 1.5).isCloseTo(180, within(1e-9));
    assertThat(COSTS.cap("huge", cap)).isEqualTo(cap);
    assertThat(COSTS.cap("tiny", cap)).isEqualTo(2);
    assertThat(COSTS.capFor(PARTS, 1)).isEqualTo(5);
  }

  @Test
  void whatWasNeverSeenToEndIsLong() {
    assertThat(COSTS.isLong("endless")).isTrue();
    assertThat(COSTS.shortEnoughForPilot("endless")).isFalse();
    assertThat(COSTS.isLong("short")).isFalse();
  }

  @Test
  void whatHidesTheRestIsSetApart() {
    assertThat(COSTS.outliers(PARTS)).containsExactly("huge");
  }

  @Test
  void aMarginIsWidenedOnlyWhereTheNoiseHidesTheOneThatIsWanted() {
    var quiet = new Noise(Map.of("a", 0.01, "b", 0.01, "c", 0.01));
    assertThat(quiet.margin("a", 0.05, 24)).isEqualTo(0.05);
    var noisy = new Noise(Map.of("a", 0.2, "b", 0.2, "c", 0.2));
    assertThat(noisy.margin("a", 0.05, 24)).isEqualTo(0.23);
    assertThat(noisy.margin("a", 1.0, 24)).isEqualTo(1.0);
    assertThat(noisy.margin("a", 0.05, 6)).as("never beyond half").isEqualTo(0.5);
    assertThat(noisy.margin("a", 0.05, 1000)).isEqualTo(0.05);
  }

  @Test
  void oneWildPartIsDrawnTowardsTheOthers() {
    var noise = new Noise(Map.of("a", 0.1, "b", 0.1, "wild", 0.4, "calm", 0.02));
    assertThat(noise.of("wild")).isBetween(0.2, 0.3);
    assertThat(noise.of("calm")).isBetween(0.05, 0.1);
    assertThat(noise.of("unknown")).isCloseTo(0.1, within(1e-12));
  }
}
