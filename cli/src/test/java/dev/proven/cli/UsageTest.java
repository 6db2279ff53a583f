package dev.proven.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UsageTest {
  @TempDir Path folder;

  private Called withConfig(String yaml) throws IOException {
    var file = Files.writeString(folder.resolve("sprint.yaml"), yaml);
    return Called.proven("plan", "--runs", folder.resolve("runs").toString(), file.toString());
  }

  private void refused(String yaml, String... words) throws IOException {
    var called = withConfig(yaml);
    assertThat(called.code()).as(called.err()).isEqualTo(2);
    assertThat(called.err()).contains(words).doesNotContain("\tat ");
    assertThat(folder.resolve("runs")).doesNotExist();
  }

  @Test
  void helpNamesEveryCommandAndExitCode() {
    var help = Called.proven("--help");
    assertThat(help.code()).isZero();
    assertThat(help.out())
        .contains(
            "demo", "run", "plan", "apply", "watch", "undo", "verify", "compare", "aa", "report",
            "PIVOT");
  }

  @Test
  void aMisspeltCommandIsUsageWithASuggestion() {
    var called = Called.proven("verfy");
    assertThat(called.code()).isEqualTo(2);
    assertThat(called.err()).contains("verify");
  }

  @Test
  void anUnknownKeyIsNamedWithItsLineAndTheNearestOne() throws IOException {
    refused("targets:\n  - url: embedded\nexperiment:\n  bloks: 12\n", "line 4", "bloks", "blocks");
    refused("targets:\n  - url: embedded\n    pasword: x\n", "line 3", "pasword", "passwordFile");
    refused("target:\n  - url: embedded\n", "line 1", "target", "targets");
  }

  @Test
  void wrongValuesAreNamedWithTheirLine() throws IOException {
    refused("targets:\n  - url: embedded\nexperiment:\n  blocks: many\n", "line 4", "A number");
    refused("targets:\n  - url: embedded\nexperiment:\n  widenMargins: maybe\n", "true or false");
    refused("targets:\n  - url: embedded\nexperiment:\n  blocks: 3\n", "blocks is 3", "6 to 1000");
    refused("targets:\n  - url: embedded\nexperiment:\n  budget: soon\n", "soon", "12m");
    refused("targets:\n  - url: embedded\n    url: twice\n", "line 3");
    refused("targets: []\n", "names no target");
    refused("targets:\n  - name: x\n", "no url");
    refused("targets:\n  - url: 'mongodb://x'\n", "mongodb://x", "postgresql://");
    refused("targets:\n  -\n", "a target has no url");
    refused("targets:\n  - url: embedded\n  - null\n", "a target has no url");
    refused("targets:\n  - url: embedded\n  - ~\n", "line 3", "A key is wanted here");
    refused("targets:\n", "names no target");
    refused("targets: x\n", "line 1", "A list is wanted here");
    refused("~\n", "line 1", "A key is wanted here");
    refused("null\n", "says nothing");
    refused("# later\n", "line 2");
    refused("[]\n", "line 1");
    refused("{", "line");
    refused("", "empty");
  }

  @Test
  void aMissingConfigurationAndAnUnknownRunAreUsageErrors() {
    assertThat(Called.proven("run", folder.resolve("none.yaml").toString()).code()).isEqualTo(2);
    var verify = Called.proven("verify", "--runs", folder.toString(), "no-such-run");
    assertThat(verify.code()).isEqualTo(2);
    assertThat(verify.err()).contains("no-such-run");
  }

  @Test
  void aPasswordNeverComesBackInAMessage() {
    var called = Called.proven("plan", "mysql://app:s3cret@db/shop");
    assertThat(called.code()).isEqualTo(2);
    assertThat(called.err()).contains("mysql://app:***@db/shop").doesNotContain("s3cret");
  }

  @Test
  void aRunThatCannotBeginLeavesNoFolder() {
    var runs = folder.resolve("runs");
    var called = Called.proven("run", "--runs", runs.toString(), "postgresql://u@127.0.0.1:1/x");
    assertThat(called.code()).as(called.err()).isEqualTo(4);
    assertThat(called.err()).contains("127.0.0.1:1").doesNotContain("\tat ");
    assertThat(runs).isEmptyDirectory();
  }

  @Test
  void nothingToUndoIsNoError() {
    var called = Called.proven("undo", "--runs", folder.resolve("none").toString());
    assertThat(called.code()).isZero();
    assertThat(called.out()).contains("Nothing");
  }
}
