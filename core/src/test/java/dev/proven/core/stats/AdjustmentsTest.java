package dev.proven.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class AdjustmentsTest {
  @Test
  void holmRejectsWhatStepDownRejects() {
    RandomGenerator random = new SplitMix64(7);
    int rejected = 0;
    for (int i = 0; i < 300; i++) {
      double[] p = random.doubles(1 + i % 8, 0, 0.1).toArray();
      double[] adjusted = Holm.adjust(p);
      int stepDown = stepDown(p);
      assertThat(count(adjusted)).isEqualTo(stepDown);
      assertThat(count(BenjaminiHochberg.adjust(p))).isGreaterThanOrEqualTo(stepDown);
      rejected += stepDown;
    }
    assertThat(rejected).isPositive();
  }

  @Test
  void nothingToAdjustIsFine() {
    assertThat(Holm.adjust(new double[0])).isEmpty();
    assertThat(BenjaminiHochberg.adjust(new double[0])).isEmpty();
  }

  @Test
  void refusesWhatIsNoProbability() {
    assertThatThrownBy(() -> Holm.adjust(new double[] {0.5, Double.NaN}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> BenjaminiHochberg.adjust(new double[] {1.5}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static int count(double[] adjusted) {
    int count = 0;
    for (double p : adjusted) {
      count += p <= 0.05 ? 1 : 0;
    }
    return count;
  }

  private static int stepDown(double[] p) {
    double[] sorted = Samples.sorted(p);
    int rejected = 0;
    while (rejected < p.length && sorted[rejected] * (p.length - rejected) <= 0.05) {
      rejected++;
    }
    return rejected;
  }
}
