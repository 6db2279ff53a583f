package dev.proven.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.core.evidence.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VerifyCommandTest {
  @TempDir Path runs;

  private Path run(String head) throws IOException {
    var run = Files.createDirectories(runs.resolve("a"));
    Files.writeString(run.resolve("run.json"), head);
    Files.writeString(run.resolve("report.txt"), "GO\n");
    Manifest.write(run);
    return run;
  }

  private Called verify(String... options) {
    var arguments = new String[options.length + 4];
    System.arraycopy(options, 0, arguments, 4, options.length);
    System.arraycopy(new String[] {"verify", "--runs", runs.toString(), "a"}, 0, arguments, 0, 4);
    return Called.proven(arguments);
  }

  @Test
  void aRunWhoseFilesAreAsTheyWerePasses() throws IOException {
    run("{\"id\": \"a\", \"targets\": []}");
    var called = verify();
    assertThat(called.code()).as(called.err()).isZero();
    assertThat(called.out()).contains("every file's hash is right", "VERIFIED a");
  }

  @Test
  void everythingThatIsWrongIsNamedAtOnce() throws IOException {
    var run = run("{\"id\": \"a\", \"targets\": [{\"experiments\": [\"01-gone\"]}]}");
    Files.writeString(run.resolve("report.txt"), "NO\n");
    var called = verify();
    assertThat(called.code()).isEqualTo(1);
    assertThat(called.err()).doesNotContain("fault of Proven");
    assertThat(called.out())
        .contains("failed   01-gone: ", "differs  report.txt was changed", "NOT VERIFIED a");
    assertThat(verify("--json").out()).contains("report.txt was changed", "01-gone: ");
  }

  @Test
  void aHeadThatIsNoJsonIsNamed() throws IOException {
    var run = run("{\"id\": \"a\", \"targets\": []}");
    Files.writeString(run.resolve("run.json"), "{\"id\": \"a\", \"targets\": [}");
    var called = verify();
    assertThat(called.code()).isEqualTo(1);
    assertThat(called.out()).contains("differs  run.json was changed", "failed   run.json: ");
  }
}
