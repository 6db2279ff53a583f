package dev.proven.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proven.core.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalTest {
  @TempDir Path folder;
  private final List<String> undone = new ArrayList<>();
  private boolean failing;

  private Journal open() {
    return Journal.open(folder.resolve("journal.jsonl"), Map.of("test", this::undo));
  }

  private void undo(UndoRecord record) {
    if (failing) {
      throw new IllegalStateException("the server is down");
    }
    undone.add(record.what());
  }

  private static UndoRecord record(String what) {
    return new UndoRecord("test", "undo", what, new TreeMap<>(Map.of("key", what)));
  }

  @Test
  void theUndoIsOnDiskBeforeTheChangeIsMade() throws Exception {
    try (var _ =
        open()
            .apply(
                record("index"),
                () ->
                    assertThat(Files.readString(folder.resolve("journal.jsonl")))
                        .contains("\"what\":\"index\"")
                        .endsWith("\n"))) {
      assertThat(undone).isEmpty();
    }
    assertThat(undone).containsExactly("index");
  }

  @Test
  void anotherProcessTakesBackWhatIsLeftTheLatestFirst() {
    var killed = open();
    leave(killed, "first");
    leave(killed, "second");
    var after = open();
    assertThat(after.undoAll()).isEmpty();
    assertThat(undone).containsExactly("second", "first");
    assertThat(open().pending()).isEmpty();
  }

  @SuppressWarnings("MustBeClosedChecker") // the process that would close it is gone
  private static void leave(Journal journal, String what) {
    journal.record(record(what));
  }

  @Test
  @SuppressWarnings("try") // closed by hand and by the block: that is what is tested
  void undoingTwiceIsHarmless() throws Exception {
    try (var undo = open().apply(record("index"), () -> {})) {
      undo.close();
    }
    assertThat(undone).containsExactly("index");
  }

  @Test
  void aChangeThatFailsIsUndoneBeforeTheExceptionLeaves() {
    assertThatThrownBy(
            () -> {
              try (var _ =
                  open()
                      .apply(
                          record("index"),
                          () -> {
                            throw new IllegalStateException("disk full");
                          })) {
                assertThat(undone).isEmpty();
              }
            })
        .hasMessage("disk full");
    assertThat(undone).containsExactly("index");
  }

  @Test
  void anUndoThatFailsStaysInTheJournal() {
    var journal = open();
    leave(journal, "index");
    failing = true;
    assertThat(journal.undoAll()).singleElement().asString().contains("the server is down");
    failing = false;
    assertThat(open().pending()).hasSize(1);
    assertThat(open().undoAll()).isEmpty();
    assertThat(undone).containsExactly("index");
  }

  @Test
  void aTornLastLineWasNeverBegunAndIsCutOff() throws Exception {
    leave(open(), "whole");
    Files.writeString(folder.resolve("journal.jsonl"), "{\"id\":2,\"ev", StandardOpenOption.APPEND);
    assertThat(open().undoAll()).isEmpty();
    assertThat(undone).containsExactly("whole");
    assertThat(open().pending()).isEmpty();
  }

  @Test
  void lookingAtAJournalDoesNotWriteToIt() throws Exception {
    var live = open();
    leave(live, "first");
    var file = folder.resolve("journal.jsonl");
    Files.writeString(file, "{\"id\":2,\"ev", StandardOpenOption.APPEND);
    var before = Files.readString(file);
    assertThat(open().pending()).hasSize(1);
    assertThat(Files.readString(file)).isEqualTo(before);
    leave(open(), "second");
    assertThat(open().pending()).hasSize(2);
  }

  @Test
  void itsMakerIsKnownBeforeTheFirstChange() {
    assertThat(folder).isEmptyDirectory();
    leave(open(), "first");
    assertThat(folder.resolve("process")).isNotEmptyFile();
  }

  @Test
  void aDamagedLineIsAnErrorAndNotALostChange() throws Exception {
    leave(open(), "whole");
    var file = folder.resolve("journal.jsonl");
    Files.writeString(file, "nonsense\n" + Files.readString(file));
    assertThatThrownBy(this::open).isInstanceOf(Problem.class).hasMessageContaining("journal");
    for (String line : List.of("null", "{}", "{\"id\": 1, \"event\": \"begun\"}", "[]", "7")) {
      Files.writeString(file, line + "\n");
      assertThatThrownBy(this::open).as(line).isInstanceOf(Problem.class);
    }
  }

  @Test
  void aSealedJournalLetsNoChangeBegin() {
    var journal = open();
    journal.seal();
    assertThatThrownBy(() -> leave(journal, "late"))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("interrupted");
    assertThat(journal.pending()).isEmpty();
  }

  @Test
  void aChangeThatWasTakenBackWhileItWasMadeIsTakenBackAgain() throws Exception {
    var journal = open();
    var steps = new ArrayList<String>();
    try (var _ =
        journal.apply(
            record("index"),
            () -> {
              journal.seal();
              assertThat(journal.undoAll()).isEmpty();
              steps.add("made after all");
            })) {
      assertThat(steps).hasSize(1);
    }
    assertThat(undone).containsExactly("index", "index");
    assertThat(open().pending()).isEmpty();
  }

  @Test
  void anUndoThatIsKnownMoreExactlyLaterTakesThePlaceOfTheFormer() throws Exception {
    try (var _ = open().refine(record("by name"), () -> record("by number"))) {
      assertThat(open().pending()).extracting(p -> p.undo().what()).containsExactly("by number");
    }
    assertThat(undone).containsExactly("by number");
    assertThat(open().pending()).isEmpty();
  }

  /** A shutdown that comes while the change is made cannot know the exact undo yet. */
  @Test
  void aChangeThatIsTakenBackWhileItIsMadeIsTakenBackByItsExactUndoAsWell() throws Exception {
    var journal = open();
    try (var _ =
        journal.refine(
            record("by name"),
            () -> {
              journal.undoAll();
              return record("by number");
            })) {
      assertThat(undone).containsExactly("by name", "by number");
    }
    assertThat(open().pending()).isEmpty();
  }
}
