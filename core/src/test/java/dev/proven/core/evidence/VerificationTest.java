package dev.proven.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.core.experiment.Arm;
import dev.proven.core.experiment.Declaration;
import dev.proven.core.experiment.Judge;
import dev.proven.core.experiment.Metric;
import dev.proven.core.experiment.Metric.Aggregate;
import dev.proven.core.experiment.Metric.Role;
import dev.proven.core.experiment.PartPlan;
import dev.proven.core.experiment.Sample;
import dev.proven.core.experiment.Statistic;
import dev.proven.core.experiment.Stopping;
import dev.proven.core.experiment.Testbed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small run of two experiments, damaged in every way that one byte can damage it. */
final class VerificationTest {
  private static final List<String> EXPERIMENTS = List.of("00-pilot", "01-set");
  private static final int FLIPS_OF_A_FILE = 100;

  @TempDir Path runs;
  private RunFolder run;

  @BeforeEach
  void smallRun() throws IOException {
    run = new RunFolder(runs.resolve("run")).create();
    for (int i = 0; i < EXPERIMENTS.size(); i++) {
      experiment(EXPERIMENTS.get(i), 1 - 0.6 * i, i);
    }
    Files.writeString(run.journal(), "{\"undone\" : true}\n");
    Files.writeString(
        run.root().resolve(RunFolder.RECORD),
        "{\"id\" : \"run\", \"targets\" : [ {\"name\" : \"shop\","
            + " \"experiments\" : [ \"00-pilot\", \"01-set\" ],"
            + " \"proposals\" : [], \"pilot\" : {\"folder\" : \"\"}} ]}\n");
    run.view("report.txt", "DECISION  GO\n");
    Manifest.write(run.root());
  }

  private void experiment(String name, double ratio, long seed) throws IOException {
    var declaration = declaration(name);
    var samples = samples(ratio, seed);
    run.declare(name, declaration);
    try (var file = run.samples(name)) {
      file.add(samples);
    }
    run.judge(name, Judge.judge(declaration, samples));
  }

  private static Declaration declaration(String id) {
    var weights = Map.of("x", 1.0, "y", 2.5);
    return new Declaration(
        id,
        "An index",
        "shop",
        "CREATE INDEX",
        new Testbed.Rules("a new connection", "nothing is carried over"),
        List.of(
            Metric.of("total", "cpu", Statistic.MEAN, Aggregate.TOTAL, weights, Role.PRIMARY, 0),
            Metric.of(
                "x",
                "cpu",
                Statistic.MEDIAN,
                Aggregate.GEOMETRIC_MEAN,
                Map.of("x", 1.0),
                Role.GUARDRAIL,
                0.05)),
        List.of(
            new PartPlan("x", "select", false, 1, true, 60, true, 6),
            new PartPlan("y", "insert", true, 1, false, 60, true, 12)),
        List.of(),
        Stopping.LOOKS,
        12,
        0.05,
        0.05,
        7,
        "");
  }

  private static List<Sample> samples(double ratio, long seed) {
    var random = new Random(seed);
    var samples = new ArrayList<Sample>();
    for (int block = 1; block <= 12; block++) {
      for (String part : List.of("x", "y")) {
        for (Arm arm : Arm.values()) {
          double value = (arm == Arm.A ? 1 : ratio) * Math.exp(0.01 * random.nextGaussian());
          samples.add(new Sample(block, arm, 0, part, 1, "cpu", value, false, "4711"));
        }
      }
    }
    return samples;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> walk = Files.walk(run.root())) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private String name(Path file) {
    return run.root().relativize(file).toString().replace('\\', '/');
  }

  @Test
  void anUntouchedRunPasses() {
    var verification = Verification.of(run);
    assertThat(verification.files()).isEmpty();
    assertThat(verification.failures()).isEmpty();
    assertThat(verification.figures())
        .allMatch(Verification.Figure::same)
        .extracting(Verification.Figure::name)
        .contains("verdict", "why", "blocks", "declaration", "total.effect", "x.guardrail")
        .hasSizeGreaterThan(2 * 40)
        .doesNotContain("metrics");
    assertThat(verification.passed()).isTrue();
  }

  @Test
  void oneChangedByteAnywhereFailsAndItsFileIsNamed() throws IOException {
    var random = new Random(20);
    assertThat(files()).hasSize(10);
    for (Path file : files()) {
      byte[] bytes = Files.readAllBytes(file);
      for (int i = 0; i < FLIPS_OF_A_FILE; i++) {
        int at = random.nextInt(bytes.length);
        byte[] changed = bytes.clone();
        changed[at] =
            (byte) (i % 2 == 0 ? changed[at] ^ 1 << random.nextInt(8) : other(random, bytes[at]));
        Files.write(file, changed);
        var verification = Verification.of(run);
        assertThat(verification.passed()).as("byte %d of %s", at, file).isFalse();
        assertThat(verification.files())
            .as("byte %d of %s", at, file)
            .anyMatch(f -> f.startsWith(name(file)));
      }
      Files.write(file, bytes);
    }
    assertThat(Verification.of(run).passed()).isTrue();
  }

  private static byte other(Random random, byte than) {
    return (byte) (than + 1 + random.nextInt(255));
  }

  @Test
  void aDeclarationThatCannotBeJudgedLeavesTheRestToBeChecked() throws IOException {
    damaged("\"x\" : 1.0", "\"x\" : 0.0", "\"y\" : 2.5", "\"y\" : 0.0");
    damaged("\"blocks\" : 12", "\"blocks\" : 1");
  }

  private void damaged(String... changes) throws IOException {
    var file = run.root().resolve("00-pilot/declaration.json");
    var text = Files.readString(file);
    var changed = text;
    for (int i = 0; i < changes.length; i += 2) {
      assertThat(changed).contains(changes[i]);
      changed = changed.replace(changes[i], changes[i + 1]);
    }
    Files.writeString(file, changed);
    var verification = Verification.of(run);
    Files.writeString(file, text);
    assertThat(verification.files()).containsExactly("00-pilot/declaration.json was changed");
    assertThat(verification.failures()).singleElement().asString().startsWith("00-pilot: ");
    assertThat(verification.figures())
        .allMatch(Verification.Figure::same)
        .allMatch(f -> f.experiment().equals("01-set"))
        .isNotEmpty();
    assertThat(verification.passed()).isFalse();
  }

  @Test
  void aRunWithoutAHeadIsCheckedByWhatLiesOnDisk() throws IOException {
    Files.delete(run.root().resolve(RunFolder.RECORD));
    var verification = Verification.of(run);
    assertThat(verification.files()).containsExactly("run.json is missing");
    assertThat(verification.failures()).singleElement().asString().contains("proven undo");
    assertThat(verification.figures())
        .allMatch(Verification.Figure::same)
        .extracting(Verification.Figure::experiment)
        .containsAll(EXPERIMENTS);
  }

  @Test
  void aFigureThatWasEditedWithItsHashDiffers() throws IOException {
    var file = run.root().resolve("01-set/judgement.json");
    var text = Files.readString(file);
    Files.writeString(file, text.replaceFirst("\"effect\" : -0", "\"effect\" : -1"));
    Manifest.write(run.root());
    var verification = Verification.of(run);
    assertThat(verification.files()).isEmpty();
    assertThat(verification.figures().stream().filter(f -> !f.same()))
        .singleElement()
        .satisfies(f -> assertThat(f.name()).isEqualTo("total.effect"));
  }
}
