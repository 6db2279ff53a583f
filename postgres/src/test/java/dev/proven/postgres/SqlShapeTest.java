package dev.proven.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SqlShapeTest {
  private static String key(String sql) {
    return SqlShape.of(sql).key();
  }

  @Test
  void constantsCommentsSpacesAndCaseMakeNoDifference() {
    assertThat(key("SELECT a FROM b WHERE c = 5 AND d IN (1, 2, -3) AND e = ARRAY[1,2]"))
        .isEqualTo(
            key("select a/* x */ from b\n where c=-$1 and d in ('x') and e=array[$2] -- y\n;"))
        .isNotEqualTo(key("SELECT a FROM b WHERE c > 5 AND d IN (1, 2, -3) AND e = ARRAY[1,2]"));
    assertThat(key("SELECT a FROM b WHERE c = 'it''s' AND d IN ('''', 'x')"))
        .isEqualTo(key("SELECT a FROM b WHERE c = '' AND d IN ('y')"));
    assertThat(key("SELECT f(1)")).isNotEqualTo(key("SELECT f(1, 2)"));
    assertThat(key("SELECT a -1")).isNotEqualTo(key("SELECT a + 1"));
    assertThat(key("SELECT \"A\"")).isNotEqualTo(key("SELECT \"a\""));
    assertThat(key("SELECT $$it's$$ FROM b")).isEqualTo(key("SELECT E'it\\'s' FROM b"));
    assertThat(key("SELECT a FROM b WHERE c IS NULL"))
        .isNotEqualTo(key("SELECT a FROM b WHERE c IS NOT NULL"));
  }

  @Test
  void theOnlyStatementAmongUtilitiesIsTaken() {
    var shape = SqlShape.of("/* app */ BEGIN; SELECT ';' FROM a; COMMIT;");
    assertThat(shape.text()).isEqualTo("SELECT ';' FROM a");
    assertThat(shape.several()).isFalse();
    assertThat(SqlShape.of("SELECT 1; SELECT 2").several()).isTrue();
    assertThat(SqlShape.of("SET a = 1; SET b = 2").several()).isFalse();
    assertThat(SqlShape.of(" -- nothing\n").text()).isEqualTo("-- nothing");
  }
}
