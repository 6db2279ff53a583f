package dev.proven.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.gateway.cache.Fields;
import dev.proven.gateway.cache.Stored;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RemovalsTest {
  private final Removals removals = new Removals(10_000);

  private static Stored at(long time) {
    var fields = Fields.of("Surrogate-Key", "shoes red", "Surrogate-Key", "sale");
    return Samples.entry("", fields, Map.of(), time).stored();
  }

  @Test
  void coversWhatWasAskedForBefore() {
    removals.add("kabc", 100);
    assertThat(removals.cover("abc", at(100))).isTrue();
    assertThat(removals.cover("abc", at(101))).isFalse();
    assertThat(removals.cover("abcd", at(1))).isFalse();
  }

  @Test
  void coversPrefixesAndSurrogateKeys() {
    removals.add("pab", 100);
    assertThat(removals.cover("abc", at(100))).isTrue();
    assertThat(removals.cover("b", at(100))).isFalse();
    removals.add("sred", 100);
    assertThat(removals.cover("b", at(100))).isTrue();
    assertThat(Removals.hasSurrogate(at(1), "sale")).isTrue();
    assertThat(Removals.hasSurrogate(at(1), "re")).isFalse();
  }

  @Test
  void tooManyBecomeOneForEverything() {
    for (int i = 0; i <= Removals.MOST; i++) {
      removals.add("k" + i, 100 + i);
    }
    assertThat(removals.cover("anything", at(100))).isTrue();
    assertThat(removals.cover("anything", at(100 + Removals.MOST + 1))).isFalse();
    assertThat(removals.unsaved()).hasSize(1);
  }

  @Test
  void notesOfOthersAreToldOnce() {
    assertThat(removals.merge(Map.of("ka", 5L, "pb", 6L), 10))
        .containsExactlyInAnyOrder("ka", "pb");
    assertThat(removals.merge(Map.of("ka", 5L, "pb", 7L), 10)).containsExactly("pb");
    assertThat(removals.unsaved()).isEmpty();
  }

  @Test
  void notesEndWhenNoEntryCanBeSoOld() {
    removals.add("ka", 5);
    removals.add("kb", 20_000);
    assertThat(removals.cover("a", at(1))).isFalse();
  }

  @Test
  void whatIsSavedIsNotSavedAgainUnlessItIsNewer() {
    removals.add("ka", 5);
    var saving = removals.unsaved();
    removals.add("ka", 6);
    removals.saved(saving);
    assertThat(removals.unsaved()).isEqualTo(Map.of("ka", 6L));
  }
}
