package dev.proven.report.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlotTest {
  @Test
  void linearAxesHaveRoundTicks() {
    var axis = new Axis(-1, 0.3, 0, 130, false);
    assertThat(axis.ticks(6)).containsExactly(-1.0, -0.75, -0.5, -0.25, 0.0, 0.25);
    assertThat(axis.at(0)).isBetween(99.999, 100.001);
    assertThat(axis.at(5)).isEqualTo(130);
  }

  @Test
  void logarithmicAxesGiveEqualRatiosEqualLengths() {
    var axis = Axis.logarithmic(0.001, 10, 0, 100);
    double decade = axis.at(0.1) - axis.at(0.01);
    assertThat(axis.at(1) - axis.at(0.1)).isBetween(decade - 1e-9, decade + 1e-9);
    assertThat(axis.ticks(7)).containsExactly(0.001, 0.01, 0.1, 1.0, 10.0);
    assertThat(Axis.logarithmic(5, 5, 0, 100).at(5)).isBetween(40.0, 60.0);
  }

  @Test
  void theScaleIsLogarithmicOnlyWhereTheRatioIsLarge() {
    assertThat(Axis.fitting(1, 3, 0, 1).logarithmic()).isFalse();
    assertThat(Axis.fitting(1, 9, 0, 1).logarithmic()).isTrue();
    assertThat(Axis.fitting(0, 9, 0, 1).logarithmic()).isFalse();
  }

  @Test
  void aRowWithoutAnIntervalHasNoMark() {
    var none = new ForestPlot.Row("x<y", "not run", "plain", Mark.CIRCLE, false, List.of());
    var svg = new ForestPlot("all", List.of(none), List.of()).svg(Plot.Width.WIDE);
    assertThat(svg).contains("x&lt;y").doesNotContain("<circle").doesNotContain("NaN");
  }

  @Test
  void anIntervalFarOutsideEndsInAnArrowAtTheEdge() {
    var far =
        new ForestPlot.Row("far", "+900 %", "bad", Mark.CROSS, false, List.of(9.0, 0.2, 30.0));
    var svg = new ForestPlot("all", List.of(far), List.of()).svg(Plot.Width.NARROW);
    assertThat(svg).contains("class=\"interval bad\"").doesNotContain("class=\"mark bad\"");
  }
}
