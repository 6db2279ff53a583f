package dev.proven.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.core.Json;
import dev.proven.core.evidence.Run;
import dev.proven.core.experiment.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every view. */
class ViewsTest {
  private static final Run RUN = Fixture.realistic();
  private static final Decision DECISION = Decision.of(RUN);

  static Stream<View> views() {
    return Views.all().stream();
  }

  @Test
  void theFixtureHoldsAllVerdicts() {
    var verdicts = RUN.record().targets().getFirst().proposals().stream().map(p -> p.verdict());
    assertThat(verdicts).contains(Verdict.values());
  }

  @ParameterizedTest
  @MethodSource("views")
  void namesTheDecisionEveryVerdictAndTheDeclaration(View view) {
    var text = view.render(RUN, DECISION);
    assertThat(text).contains(DECISION.outcome().name());
    for (var verdict : Verdict.values()) {
      assertThat(text.replace('_', ' ')).as(view.id()).contains(verdict.label());
    }
    if (!view.id().equals("prom")) {
      assertThat(text).contains(RUN.experiment("07-set").declaration().hash());
      assertThat(text).contains(DECISION.why().substring(0, 20));
    }
  }

  @ParameterizedTest
  @MethodSource("views")
  void writesTheSameTextTwiceAndAlsoWhereThereIsNothingToSay(View view) throws IOException {
    assertThat(view.render(RUN, DECISION)).isEqualTo(view.render(RUN, DECISION));
    for (var run : List.of(Fixture.empty(), Fixture.nothingProven())) {
      assertThat(view.render(run, Decision.of(run))).contains(Decision.of(run).outcome().name());
    }
    for (var run : List.of(RUN, Fixture.hostile(), Fixture.nothingProven(), Fixture.empty())) {
      keep(view, run);
    }
  }

  /** The views of the fixtures, to be looked at. */
  private static void keep(View view, Run run) throws IOException {
    var name =
        run.record().targets().getFirst().name().length() > 40
            ? "hostile"
            : run.record().targets().getFirst().proposals().size() + "-proposals";
    var folder = Files.createDirectories(Path.of("target", "fixtures", name));
    Files.writeString(folder.resolve(view.fileName()), view.render(run, Decision.of(run)));
  }

  @Test
  void idsAndFilesAreThoseOfTheDocumentation() {
    assertThat(views().map(View::id))
        .containsExactly("console", "html", "md", "json", "junit", "prom");
    assertThat(views().map(View::fileName)).doesNotHaveDuplicates();
    assertThat(Views.byId("md")).isPresent();
    assertThat(Views.byId("pdf")).isEmpty();
  }

  @Test
  void jsonHoldsTheFiguresUnderStableNames() {
    var hostile = Fixture.hostile();
    var text = new JsonView().render(hostile, Decision.of(hostile));
    var json = Json.mapper().readTree(text);
    var target = json.get("targets").get(0);
    assertThat(json.get("decision").asString()).isEqualTo("GO");
    assertThat(target.get("improvement").get("lower").asDouble()).isBetween(0.9, 1.0);
    assertThat(target.get("proposals").size()).isEqualTo(7);
    assertThat(target.get("proposals").get(0).get("script").asString()).contains(Fixture.HOSTILE);
    assertThat(target.get("chosenSet").get("metrics").get(0).get("name").asString())
        .isEqualTo("total");
  }

  @Test
  void consoleFitsAHundredColumnsAndNeverLetsAnEscapeThrough() {
    var hostile = Fixture.hostile();
    var plain = new ConsoleView(false).render(hostile, Decision.of(hostile));
    assertThat(plain.lines()).allMatch(l -> l.length() <= 100);
    assertThat(plain).doesNotContain("\u001b").contains("capped").contains("~ ");
    var colour = new ConsoleView(true).render(hostile, Decision.of(hostile));
    assertThat(colour.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(plain);
    assertThat(colour).contains("\u001b[32;1m");
  }

  @Test
  void writesShowTheirCostWithWhatWasAccepted() {
    for (var id : List.of("console", "html", "md")) {
      var text = Views.byId(id).orElseThrow().render(RUN, DECISION).replace("\\", "");
      assertThat(text)
          .as(id)
          .containsPattern("costs \\+\\d+\\.\\d % \\[[^]]*\\], accepted up to \\+100 %");
    }
  }

  @Test
  void markdownKeepsHostileNamesInert() {
    var hostile = Fixture.hostile();
    var text = new MarkdownView().render(hostile, Decision.of(hostile));
    var outsideOfCode = text.replaceAll("(?s)(`{3,}).*?\\1", "");
    assertThat(outsideOfCode).doesNotContain("<script>").doesNotContain("`x`");
    assertThat(text).contains("Gr\u00f6\u00dfe");
    assertThat(text.lines().filter(l -> l.startsWith("|")).filter(l -> l.contains("PROVEN")))
        .allMatch(l -> l.replace("\\|", "").chars().filter(c -> c == '|').count() == 7);
  }
}
