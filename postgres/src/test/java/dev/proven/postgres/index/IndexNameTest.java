package dev.proven.postgres.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IndexNameTest {
  private static final TableName TABLE = new TableName("public", "lineitem");

  @Test
  void says_what_it_is_on() {
    assertThat(IndexName.of(TABLE, List.of(Key.of("l_partkey"), Key.of("l_quantity")), n -> false))
        .isEqualTo("proven_lineitem_l_partkey_l_quantity");
  }

  @Test
  void chooses_another_where_it_is_taken() {
    var taken = Set.of("proven_lineitem_a", "proven_lineitem_a_2");
    assertThat(IndexName.of(TABLE, List.of(Key.of("a")), taken::contains))
        .isEqualTo("proven_lineitem_a_3");
  }

  @Test
  void fits_and_never_cuts_a_character() {
    var keys = List.of(Key.of("ä".repeat(30)), Key.of("€".repeat(20)));
    String name = IndexName.of(TABLE, keys, n -> false);
    assertThat(name.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(63);
    assertThat(name).startsWith("proven_lineitem_ä").doesNotContain("\uFFFD");
    var others = List.of(Key.of("ä".repeat(30)), Key.of("€".repeat(21)));
    assertThat(IndexName.of(TABLE, others, n -> false)).isNotEqualTo(name);
  }

  @Test
  void quotes_in_the_script() {
    var index =
        new CreateIndex(
            "Große", "a\"b", List.of(new Key("Straße", true, true), Key.of("select")), "n\"m");
    assertThat(index.script())
        .isEqualTo(
            "CREATE INDEX \"n\"\"m\" ON \"Große\".\"a\"\"b\" (\"Straße\" DESC, \"select\");");
  }

  @Test
  void an_index_read_backwards_covers_too() {
    var existing = new ExistingIndex("i", List.of(Key.of("a"), new Key("b", true, true)), true);
    assertThat(existing.covers(List.of(Key.of("a")))).isTrue();
    assertThat(existing.covers(List.of(new Key("a", true, true), Key.of("b")))).isTrue();
    assertThat(existing.covers(List.of(Key.of("a"), Key.of("b")))).isFalse();
    assertThat(existing.covers(List.of(Key.of("b")))).isFalse();
  }
}
