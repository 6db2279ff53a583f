package dev.proven.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.proven.core.Credentials;
import dev.proven.core.Problem;
import dev.proven.core.evidence.Manifest;
import dev.proven.core.evidence.RunFolder;
import dev.proven.core.sprint.PilotRecord;
import dev.proven.core.sprint.TargetRecord;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SprintRunTest {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private SprintRun run() {
    var options = new Options();
    options.runs = folder.resolve("runs");
    options.quiet = true;
    return new SprintRun(
        "run",
        options,
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        Credentials.fromEnvironment());
  }

  private static TargetRecord target(String name) {
    return new TargetRecord(
        "postgres",
        name,
        "",
        new TreeMap<>(),
        "a file",
        List.of(),
        List.of(),
        new TreeMap<>(),
        List.of(),
        List.of(),
        new PilotRecord(0, new TreeMap<>(), new TreeMap<>(), List.of(), List.of(), ""),
        List.of(),
        List.of(),
        "",
        "same",
        "same",
        List.of());
  }

  private static List<TargetRecord> unreachable() {
    throw Problem.unreachable("Nothing answers at db2.", "Start it.");
  }

  @Test
  void aTargetThatFailsCostsNoOtherItsResult() {
    var problem =
        catchThrowableOfType(
            Problem.class,
            () ->
                run()
                    .run(
                        List.of(
                            (_, _) -> List.of(target("first")),
                            (_, _) -> List.of(target("second"), target("second, settings")),
                            (_, _) -> unreachable()),
                        false));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.UNREACHABLE);
    var kept = RunFolder.all(folder.resolve("runs")).getLast();
    assertThat(kept.read().record().targets())
        .extracting(TargetRecord::name)
        .containsExactly("first", "second", "second, settings");
    assertThat(kept.root().resolve("report.html")).isNotEmptyFile();
    assertThat(Manifest.differences(kept.root())).isEmpty();
    assertThat(err.toString())
        .contains("results of 2 of 3 targets are kept", kept.root().toString());
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void whereTheFirstFailsNothingIsLeft() {
    var problem =
        catchThrowableOfType(
            Problem.class,
            () ->
                run()
                    .run(
                        List.of((_, _) -> unreachable(), (_, _) -> List.of(target("second"))),
                        false));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.UNREACHABLE);
    assertThat(folder.resolve("runs")).isEmptyDirectory();
    assertThat(err.toString()).isEmpty();
  }
}
