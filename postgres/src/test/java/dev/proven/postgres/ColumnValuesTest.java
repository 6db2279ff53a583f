package dev.proven.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.proven.postgres.ColumnValues.Drawn;
import dev.proven.postgres.ColumnValues.Skew;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ColumnValuesTest {
  private static final List<String> BOUNDS =
      IntStream.range(0, 101).mapToObj(String::valueOf).toList();

  private static void checkSharesAddUp(Skew skew) {
    double all =
        skew.typical().share()
            + skew.frequent().map(Drawn::share).orElse(0.0)
            + skew.rare().map(Drawn::share).orElse(0.0);
    assertThat(all).isCloseTo(1, within(1e-6));
  }

  @Test
  void whatTheRowInTheMiddleHasIsTypical() {
    var state = new ColumnValues(List.of("done", "failed"), List.of(0.98, 0.02), List.of(), 0, 2);
    assertThat(state.typicalFirst()).containsExactly("done", "failed");
    var skew = state.skew(1).orElseThrow();
    assertThat(skew.typical()).isEqualTo(new Drawn("done", 0.98));
    assertThat(skew.frequent()).isEmpty();
    assertThat(skew.rare()).contains(new Drawn("failed", 0.02));
    checkSharesAddUp(skew);
  }

  @Test
  void aFrequentValueIsDrawnAlsoWhereMostRowsHaveOthers() {
    var customer = new ColumnValues(List.of("hot"), List.of(0.2), BOUNDS, 0, 10_000);
    var skew = customer.skew(7).orElseThrow();
    assertThat(skew.typical()).isEqualTo(new Drawn("50", 0.8));
    assertThat(skew.frequent()).contains(new Drawn("hot", 0.2));
    assertThat(skew.rare()).isEmpty();
    checkSharesAddUp(skew);
  }

  @Test
  void threeKindsOfValuesHaveTheirShares() {
    var column =
        new ColumnValues(List.of("a", "b", "c"), List.of(0.4, 0.3, 0.1), BOUNDS, 0.1, 1000);
    var skew = column.skew(-3).orElseThrow();
    assertThat(skew.frequent().orElseThrow().value()).isEqualTo("a");
    assertThat(skew.typical().value()).isEqualTo("b");
    assertThat(skew.rare().orElseThrow().value()).isIn(BOUNDS.subList(1, 100));
    assertThat(skew.rare().orElseThrow().share()).isCloseTo(0.1 / 0.9, within(1e-6));
    assertThat(column.skew(-3)).isEqualTo(column.skew(-3));
    checkSharesAddUp(skew);
  }

  @Test
  void evenColumnsAreNotVaried() {
    assertThat(ColumnValues.NONE.skew(1)).isEmpty();
    assertThat(ColumnValues.NONE.typicalFirst()).isEmpty();
    assertThat(new ColumnValues(List.of(), List.of(), BOUNDS, 0, 1e6).skew(1)).isEmpty();
    var even = new ColumnValues(List.of("x", "y"), List.of(0.6, 0.4), List.of(), 0, 2);
    assertThat(even.skew(1)).isEmpty();
    var all = new ArrayList<>(BOUNDS);
    all.add("x");
    assertThat(new ColumnValues(List.of("x"), List.of(0.02), BOUNDS, 0, 101).typicalFirst())
        .startsWith("50", "51")
        .containsExactlyInAnyOrderElementsOf(all);
  }
}
