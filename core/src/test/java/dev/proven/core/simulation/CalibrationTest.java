package dev.proven.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  @Test
  void everyRuleKeepsItsErrorRateUnderEveryKindOfNoise() {
    Calibration table = Calibration.run(2_000, 1);
    assertThat(table.cells()).hasSize(Check.values().length * Noise.values().length);
    assertThat(table.cells().stream().filter(cell -> !cell.passes()).map(Cell::toString)).isEmpty();
    assertThat(failing(table, Check.NAIVE, 0.5))
        .as("A, then B, is wrong more often than not wherever time or launches matter")
        .containsExactlyInAnyOrder(
            Noise.DRIFT, Noise.TREND, Noise.NEIGHBOUR, Noise.BURSTS, Noise.LAUNCH_SHIFT, Noise.ALL);
    assertThat(failing(table, Check.POINT_GO, 0.25)).hasSize(Noise.values().length);
  }

  @Test
  void theSameSeedGivesTheSameTable() {
    Calibration table = Calibration.run(20, 5);
    assertThat(Calibration.run(20, 5)).isEqualTo(table);
    assertThat(Calibration.run(20, 6).cells()).isNotEqualTo(table.cells());
  }

  @Test
  void aRateOutsideItsRangeFails() {
    assertThat(new Cell(Check.T, Noise.IID, 130, 2_000).passes()).isTrue();
    assertThat(new Cell(Check.T, Noise.IID, 131, 2_000).passes()).isFalse();
    assertThat(new Cell(Check.COVERAGE_T, Noise.IID, 1_950, 2_000).passes()).isFalse();
    assertThat(new Cell(Check.NAIVE, Noise.IID, 1_950, 2_000).passes()).isTrue();
  }

  @Test
  void theTableSaysWhatFailed() {
    Cell failed = new Cell(Check.WATCH, Noise.BURSTS, 200, 2_000);
    Calibration table = new Calibration(2_000, 1, List.of(failed));
    assertThat(table.passes()).isFalse();
    assertThat(table.toString())
        .contains("watch", "bursts", "10.00 %", "FAIL", "0 of 1 limits kept");
  }

  @Test
  void refusesNoExperiments() {
    assertThatThrownBy(() -> Calibration.run(0, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Set<Noise> failing(Calibration table, Check check, double above) {
    return table.cells().stream()
        .filter(cell -> cell.check() == check && cell.rate() > above)
        .map(Cell::noise)
        .collect(Collectors.toSet());
  }
}
