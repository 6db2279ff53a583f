package dev.proven.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.core.Json;
import dev.proven.core.journal.Journal;
import dev.proven.core.journal.UndoRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UndoCommandTest {
  @TempDir Path runs;

  private Called undo(String... run) {
    var arguments = new java.util.ArrayList<>(java.util.List.of("undo", "--runs", runs.toString()));
    arguments.addAll(java.util.List.of(run));
    return Called.proven(arguments.toArray(String[]::new));
  }

  /** A server that is gone with its folder: taking it back needs nothing. */
  @SuppressWarnings("MustBeClosedChecker") // the process that would close it is gone
  private Path leave(String id) {
    var journal = Journal.open(runs.resolve(id).resolve("journal.jsonl"), Map.of());
    var gone = Path.of(System.getProperty("java.io.tmpdir"), "proven-" + id + "-x");
    journal.record(
        new UndoRecord(
            "postgres",
            "stop-server",
            "the server of " + id,
            new TreeMap<>(Map.of("folder", gone.toString()))));
    return journal.folder();
  }

  private static void isRunBy(Path run, ProcessHandle process) throws Exception {
    var started = process.info().startInstant().orElseThrow();
    Files.writeString(run.resolve("process"), process.pid() + " " + started + "\n");
  }

  @Test
  void aDamagedJournalDoesNotKeepTheOthersFromIt() throws Exception {
    leave("20260101-000000-aaaa");
    var damaged = leave("20260101-000000-bbbb");
    leave("20260101-000000-cccc");
    Files.writeString(damaged.resolve("journal.jsonl"), "nonsense\n");
    var called = undo();
    assertThat(called.code()).as(called.err()).isEqualTo(3);
    assertThat(called.out())
        .contains("taken back  20260101-000000-aaaa", "taken back  20260101-000000-cccc")
        .contains("NOT taken back  20260101-000000-bbbb", "It was edited or damaged");
    assertThat(undo().out()).doesNotContain("aaaa", "cccc");
  }

  @Test
  void aRunThatGoesOnIsLeftAloneAndNamed() throws Exception {
    leave("20260101-000000-aaaa");
    var run = leave("20260101-000000-bbbb");
    var live = run.resolve("journal.jsonl");
    Files.writeString(live, "{\"id\":2,\"ev", StandardOpenOption.APPEND);
    var before = Files.readString(live);
    var process = new ProcessBuilder("sleep", "60").start();
    try {
      isRunBy(run, process.toHandle());
      var called = undo();
      assertThat(called.code()).as(called.out()).isZero();
      assertThat(called.out())
          .contains("taken back  20260101-000000-aaaa", "still running  20260101-000000-bbbb");
      assertThat(Json.mapper().readTree(undo("--json").out()).path("running")).hasSize(1);
      assertThat(undo("20260101-000000-bbbb").code()).isEqualTo(3);
      assertThat(Files.readString(live)).isEqualTo(before);
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(undo().out()).contains("taken back  20260101-000000-bbbb");
  }

  @Test
  void nothingToUndoIsNoError() {
    assertThat(undo().code()).isZero();
    assertThat(undo().out()).contains("Nothing to take back");
  }
}
