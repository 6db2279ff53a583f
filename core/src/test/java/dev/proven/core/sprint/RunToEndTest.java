package dev.proven.core.sprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.core.experiment.Arm;
import dev.proven.core.experiment.Part;
import dev.proven.core.experiment.Sample;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The total with what was cut off counted as it really took, from one run. */
final class RunToEndTest {
  private static final List<Part> PARTS =
      List.of(
          new Part("long", "long", "SELECT 1", false, 1),
          new Part("short", "short", "SELECT 2", false, 3));

  private static Sample sample(int block, Arm arm, String part, double value, boolean capped) {
    return new Sample(block, arm, 0, part, 1, "cpu", value, capped, "x");
  }

  private static List<Sample> samples() {
    var samples = new ArrayList<Sample>();
    samples.add(sample(Sample.REFERENCE, Arm.A, "long", 91, false));
    samples.add(sample(Sample.REFERENCE, Arm.A, "short", 5, false));
    for (int block = 1; block <= 4; block++) {
      samples.add(sample(block, Arm.A, "long", 10, true));
      samples.add(sample(block, Arm.B, "long", 2, false));
      samples.add(sample(block, Arm.A, "short", 3, false));
      samples.add(sample(block, Arm.B, "short", 1, false));
    }
    return samples;
  }

  @Test
  void whatWasCutOffCountsWithItsOneRun() {
    assertThat(new RunToEnd(samples(), "cpu").sentence(PARTS))
        .hasValueSatisfying(
            s -> assertThat(s).contains("long 91.0 s", "95.0 % lower", "(100.0 s before, 5.00 s"));
  }

  @Test
  void nothingIsSaidWhereNothingWasCutOffOrNotAllIsKnown() {
    assertThat(new RunToEnd(samples(), "wall").sentence(PARTS)).isEmpty();
    assertThat(new RunToEnd(samples(), "cpu").sentence(PARTS.subList(1, 2))).isEmpty();
    var unknown = new ArrayList<>(samples());
    unknown.removeFirst();
    assertThat(new RunToEnd(unknown, "cpu").sentence(PARTS)).isEmpty();
    var cutWithTheChange = new ArrayList<>(samples());
    cutWithTheChange.add(sample(5, Arm.B, "long", 10, true));
    assertThat(new RunToEnd(cutWithTheChange, "cpu").sentence(PARTS)).isEmpty();
  }
}
