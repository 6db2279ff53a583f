package dev.proven.postgres.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.postgres.whatif.IndexDefinition;
import dev.proven.postgres.whatif.IndexKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IndexNameTest {
  private static IndexDefinition on(String... columns) {
    return IndexDefinition.btree("public", "lineitem", columns);
  }

  @Test
  void says_what_it_is_on() {
    assertThat(IndexName.of(on("l_partkey", "l_quantity"), n -> false))
        .isEqualTo("proven_lineitem_l_partkey_l_quantity");
  }

  @Test
  void chooses_another_where_it_is_taken() {
    var taken = Set.of("proven_lineitem_a", "proven_lineitem_a_2");
    assertThat(IndexName.of(on("a"), taken::contains)).isEqualTo("proven_lineitem_a_3");
  }

  @Test
  void fits_and_never_cuts_a_character() {
    String name = IndexName.of(on("ä".repeat(30), "€".repeat(20)), n -> false);
    assertThat(name.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(63);
    assertThat(name).startsWith("proven_lineitem_ä").doesNotContain("\uFFFD");
    var other = on("ä".repeat(30), "€".repeat(21));
    assertThat(IndexName.of(other, n -> false)).isNotEqualTo(name);
  }

  @Test
  void quotes_in_the_script() {
    var keys = List.of(IndexKey.column("select"), IndexKey.column("Straße").ordered(true, true));
    var index = new CreateIndex(IndexDefinition.btree("Große", "a\"b", keys), "n\"m");
    assertThat(index.script())
        .isEqualTo(
            "CREATE INDEX \"n\"\"m\" ON \"Große\".\"a\"\"b\" (\"select\", \"Straße\" DESC);");
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
