package dev.proven.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PrometheusViewTest {
  private static final String VALUE = "(?:[+-]Inf|-?\\d+(?:\\.\\d+)?(?:E-?\\d+)?)";
  private static final Pattern LINE =
      Pattern.compile(
          "([a-z_]+)(?:\\{[a-z]+=\"(?:[^\"\\\\]|\\\\[\\\\\"n])*\""
              + "(?:,[a-z]+=\"(?:[^\"\\\\]|\\\\[\\\\\"n])*\")*\\})? "
              + VALUE);

  private static String text() {
    var run = Fixture.hostile();
    return new PrometheusView().render(run, Decision.of(run));
  }

  @Test
  void everyLineIsOfTheFormatAndItsFamilyWasAnnouncedBefore() {
    var announced = new HashSet<String>();
    for (var line : text().lines().toList()) {
      if (line.startsWith("# TYPE ")) {
        announced.add(line.replaceAll("# TYPE (\\w+) gauge", "$1"));
      } else if (!line.startsWith("# HELP ")) {
        var matcher = LINE.matcher(line);
        assertThat(matcher.matches()).as(line).isTrue();
        assertThat(announced).contains(matcher.group(1));
      }
    }
    assertThat(announced).hasSizeGreaterThan(10);
    assertThat(text()).endsWith("\n");
  }

  @Test
  void noSampleIsGivenTwice() {
    var samples =
        text().lines().filter(l -> !l.startsWith("#")).map(l -> l.replaceFirst(" \\S+$", ""));
    assertThat(samples).doesNotHaveDuplicates();
  }

  @Test
  void holdsTheDecisionAndTheCautiousBound() {
    assertThat(text()).containsPattern("proven_decision\\{target=\".*\",outcome=\"GO\"} 1\n");
    assertThat(text())
        .containsPattern(
            "proven_improvement_ratio\\{target=\".*\",change=\"chosen_set\",metric=\"total\","
                + "bound=\"lower\"} 0\\.9");
  }
}
