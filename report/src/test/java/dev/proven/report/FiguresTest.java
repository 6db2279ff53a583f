package dev.proven.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.report.markup.Xml;
import org.junit.jupiter.api.Test;

class FiguresTest {
  @Test
  void changesKeepTheirNaturalSignAndTheirInterval() {
    assertThat(new Shift(-0.931, -0.94, -0.922, "%").text()).isEqualTo("-93.1 % [-94.0, -92.2]");
    assertThat(new Shift(0.12, 0.09, 0.154, "%").text()).isEqualTo("+12.0 % [+9.0, +15.4]");
    assertThat(new Shift(-0.0001, -0.02, 0.02, "%").text()).isEqualTo("0.0 % [-2.0, +2.0]");
  }

  @Test
  void aTinyRestIsNotRoundedAway() {
    assertThat(new Shift(-0.9979, -0.998, -0.9978, "%").text())
        .isEqualTo("-99.79 % [-99.80, -99.78]");
    assertThat(new Shift(12.3456, 11, 14, "%").text()).isEqualTo("+1,235 % [+1,100, +1,400]");
  }

  @Test
  void anUnknownBoundIsSaid() {
    var unbounded = new Shift(-0.5, -1, Double.POSITIVE_INFINITY, "%");
    assertThat(unbounded.text()).isEqualTo("-50.0 % [no bound yet]");
    assertThat(new Shift(Double.NaN, -1, Double.POSITIVE_INFINITY, "%").estimateText())
        .isEqualTo("not measured");
  }

  @Test
  void quantitiesHaveThreeDigits() {
    assertThat(Figures.quantity(12.345, "s")).isEqualTo("12.3 s");
    assertThat(Figures.quantity(0.0123, "s")).isEqualTo("12.3 ms");
    assertThat(Figures.quantity(0.9996, "s")).isEqualTo("1,000 ms");
    assertThat(Figures.quantity(4.2e-5, "s")).isEqualTo("42.0 us");
    assertThat(Figures.quantity(1536, "B")).isEqualTo("1.50 KiB");
    assertThat(Figures.tick(0.02, "s")).isEqualTo("20\u00a0ms");
    assertThat(Figures.tick(100, "s")).isEqualTo("100\u00a0s");
  }

  @Test
  void markupEscapesWhatItIsGiven() {
    var xml = new Xml().leaf("p.a.b", "<&>\"'\u0000\ud800", "title", "\"x\"");
    assertThat(xml.toString())
        .isEqualTo(
            "<p class=\"a b\" title=\"&quot;x&quot;\">&lt;&amp;&gt;&quot;&#39;\ufffd\ufffd</p>");
  }
}
