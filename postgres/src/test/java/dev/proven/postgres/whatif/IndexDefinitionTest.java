package dev.proven.postgres.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class IndexDefinitionTest {
  private static IndexDefinition on(IndexKey... keys) {
    return IndexDefinition.btree("public", "t", List.of(keys));
  }

  @Test
  void quotes_every_identifier() {
    var index =
        IndexDefinition.btree("Zwei \"é\"", "select", "Größe", "x")
            .including(List.of("b\"c", "a"))
            .where("(kind = 'it''s')");
    assertThat(index.create("Nr. 1"))
        .isEqualTo(
            "CREATE INDEX \"Nr. 1\" ON \"Zwei \"\"é\"\"\".\"select\" (\"Größe\", \"x\")"
                + " INCLUDE (\"a\", \"b\"\"c\") WHERE kind = 'it''s'");
  }

  @Test
  void an_index_and_the_same_read_backwards_are_one() {
    var a = IndexKey.column("a");
    var b = IndexKey.column("b");
    assertThat(on(a.ordered(true, true))).isEqualTo(on(a));
    assertThat(on(a.ordered(true, true), b)).isEqualTo(on(a, b.ordered(true, true)));
    assertThat(on(a.ordered(true, false))).isEqualTo(on(a.ordered(false, true)));
    assertThat(on(a, b)).isNotEqualTo(on(a, b.ordered(true, true)));
    assertThat(on(a.ordered(true, false)).body()).endsWith("(\"a\" NULLS FIRST)");
    assertThat(on(a, b.ordered(true, false)).body()).endsWith("(\"a\", \"b\" DESC NULLS LAST)");
  }

  @Test
  void one_that_begins_alike_and_holds_less_is_narrower() {
    var a = IndexKey.column("a");
    var b = IndexKey.column("b");
    var wide = on(a, b).including(List.of("c"));
    assertThat(on(a).isNarrowerThan(wide)).isTrue();
    assertThat(on(a, b).isNarrowerThan(wide)).isTrue();
    assertThat(wide.isNarrowerThan(wide)).isFalse();
    assertThat(on(b).isNarrowerThan(wide)).isFalse();
    assertThat(on(a).including(List.of("d")).isNarrowerThan(wide)).isFalse();
    assertThat(on(a).where("a > 1").isNarrowerThan(wide)).isFalse();
    assertThat(wide.isNarrowerThan(on(a))).isFalse();
  }

  @Test
  void included_columns_have_no_order_and_expressions_no_spelling() {
    var a = on(IndexKey.column("a"));
    assertThat(a.including(List.of("c", "b"))).isEqualTo(a.including(List.of("b", "c")));
    assertThat(on(IndexKey.expression("(lower(x)  || ' ( ')")))
        .isEqualTo(on(IndexKey.expression("lower(x) || ' ( '")))
        .isNotEqualTo(on(IndexKey.expression("lower(x) || '  ( '")));
    assertThat(a.where("((x > 1))")).isEqualTo(a.where("x  >\n1"));
    assertThat(a.where("(x > 1) AND (y > 2)").predicate()).isEqualTo("(x > 1) AND (y > 2)");
  }

  @Test
  void other_methods_know_no_order_and_include_nothing() {
    var gin =
        new IndexDefinition(
            "public",
            "t",
            IndexMethod.GIN,
            List.of(IndexKey.column("doc").with("jsonb_path_ops").ordered(true, true)),
            List.of(),
            "");
    assertThat(gin.body()).isEqualTo("\"public\".\"t\" USING gin (\"doc\" jsonb_path_ops)");
    assertThatThrownBy(() -> gin.including(List.of("a")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> IndexDefinition.btree("public", "t"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
