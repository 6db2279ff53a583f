package dev.proven.postgres.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {
  private static List<String> read(String condition) {
    return Conditions.terms(condition, 1).stream()
        .map(t ->
            t.access()
                + " "
                + t.column().alias()
                + "."
                + t.column().column()
                + (t.cast().isEmpty() ? "" : "::" + t.cast())
                + (t.others().isEmpty() ? "" : " " + t.others()))
        .toList();
  }

  @Test
  void equality_and_range_with_constants() {
    assertThat(
            read(
                "((l.ship >= '1994-01-01'::date) AND (l.ship < '1995-01-01 00:00:00'::timestamp"
                    + " without time zone) AND (l.flag = 'R'::bpchar) AND (l.qty < '24'::numeric))"))
        .containsExactly("RANGE l.ship", "RANGE l.ship", "EQUAL l.flag", "RANGE l.qty");
  }

  @Test
  void keeps_the_text_of_each_condition() {
    assertThat(Conditions.terms("((a.x = E'1'::text) AND (a.y > 2))", 7))
        .extracting(Term::text)
        .containsExactly("a.x = E'1'::text", "a.y > 2");
  }

  @Test
  void a_join_counts_for_both_sides() {
    assertThat(read("(l.l_partkey = part.p_partkey)"))
        .containsExactly("JOIN l.l_partkey [part]", "JOIN part.p_partkey [l]");
  }

  @Test
  void an_outer_reference_with_arithmetic_counts_for_the_bare_column_only() {
    assertThat(read("(a.x = (b.y + 1))")).containsExactly("JOIN a.x [b]");
  }

  @Test
  void a_list_of_values() {
    assertThat(read("(l.mode = ANY ('{MAIL,\"AIR REG\"}'::bpchar[]))"))
        .containsExactly("MEMBER l.mode");
    assertThat(read("(l.mode <> ALL ('{MAIL}'::bpchar[]))")).isEmpty();
  }

  @Test
  void like_counts_where_it_begins_with_a_constant() {
    assertThat(read("((p.name)::text ~~ 'forest%'::text)")).containsExactly("PREFIX p.name::text");
    assertThat(read("((p.name)::text ~~ '%green%'::text)")).isEmpty();
    assertThat(read("((p.name)::text !~~ 'forest%'::text)")).isEmpty();
  }

  @Test
  void branches_of_an_or_and_functions_do_not_count() {
    assertThat(read("((a.x = 1) OR (a.y = 2))")).isEmpty();
    assertThat(read("((a.z = 3) AND ((a.x = 1) OR (a.y = 2)))")).containsExactly("EQUAL a.z");
    assertThat(read("(lower(a.x) = 'y'::text)")).isEmpty();
    assertThat(read("(SUBSTRING(c.phone FROM 1 FOR 2) = ANY ('{13,31}'::text[]))")).isEmpty();
    assertThat(read("(public.f(a.x) = 1)")).isEmpty();
  }

  @Test
  void sub_plans_do_not_count_and_init_plans_are_constants() {
    assertThat(read("(ps.cost = (SubPlan 1))")).isEmpty();
    assertThat(read("(NOT (ANY (ps.supp = (hashed SubPlan 1).col1)))")).isEmpty();
    assertThat(read("(r.total = (InitPlan 2).col1)")).containsExactly("EQUAL r.total");
    assertThat(read("(r.total > $0)")).containsExactly("RANGE r.total");
  }

  @Test
  void two_columns_of_one_table_do_not_count() {
    assertThat(read("(l.commit < l.receipt)")).isEmpty();
  }

  @Test
  void flags_and_null_tests() {
    assertThat(read("a.active")).containsExactly("EQUAL a.active");
    assertThat(read("(NOT a.active)")).containsExactly("EQUAL a.active");
    assertThat(read("(a.gone IS NULL)")).containsExactly("EQUAL a.gone");
    assertThat(read("(a.gone IS NOT NULL)")).isEmpty();
  }

  @Test
  void quoted_names_and_strings_with_everything_in_them() {
    assertThat(read("(\"Größe é\".\"a\"\"b\" = 'x AND (y.z = ''1'')'::text)"))
        .containsExactly("EQUAL Größe é.a\"b");
    assertThat(read("((a.x = E'it\\'s'::text) AND (a.y = 1))"))
        .containsExactly("EQUAL a.x", "EQUAL a.y");
  }

  @Test
  void references_see_columns_but_no_functions_or_types() {
    var tokens =
        Token.of("sum((l.price * ('1'::numeric - l.discount))), s.t::pg_catalog.text, o.*");
    assertThat(Conditions.references(tokens))
        .containsExactly(
            new ColumnRef("l", "price"),
            new ColumnRef("l", "discount"),
            new ColumnRef("s", "t"),
            new ColumnRef("o", "*"));
  }

  @Test
  void sort_keys() {
    assertThat(SortKey.of("a.x DESC NULLS LAST"))
        .contains(new SortKey(new ColumnRef("a", "x"), "", true, false));
    assertThat(SortKey.of("a.x DESC"))
        .contains(new SortKey(new ColumnRef("a", "x"), "", true, true));
    assertThat(SortKey.of("a.x")).contains(new SortKey(new ColumnRef("a", "x"), "", false, false));
    assertThat(SortKey.of("(count(*)) DESC")).isEmpty();
    assertThat(SortKey.of("a.x COLLATE \"C\""))
        .contains(new SortKey(new ColumnRef("a", ""), "x COLLATE \"C\"", false, false));
  }

  @Test
  void long_conditions_are_read_to_their_end() {
    var and = "(a.x = 1) AND ".repeat(20_000);
    assertThat(read("(" + and + "(a.y = '" + "it''s \"".repeat(20_000) + "'::text))"))
        .hasSize(20_001)
        .endsWith("EQUAL a.y");
  }
}
