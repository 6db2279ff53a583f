package dev.proven.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class IndexBodyTest {
  @Test
  void whatIndexesAreMadeOfIsOneDefinition() {
    for (var body :
        List.of(
            "(a)",
            "USING btree (a DESC NULLS LAST, \"B; --\" text_pattern_ops) INCLUDE (c)",
            "USING gin (doc jsonb_path_ops) WITH (fastupdate=off)",
            "USING gin (name public.gin_trgm_ops) WHERE (name ~~ '%;--/*%'::text)",
            "(lower(name) COLLATE \"de-x-icu\", (doc ->> 'a''b'), (doc ? 'k'::text))",
            "USING btree (date_trunc('day'::text, (at AT TIME ZONE 'UTC'::text)))",
            "USING btree (a) WHERE (b = E'a\\\\b\\'; ''c') AND c = 'back\\slash'",
            "USING btree (a$b, ((x + 1) * 2))",
            "USING btree (\"Größe\", \"a\"\"b\") NULLS NOT DISTINCT")) {
      assertThat(IndexBody.isOneDefinition(body)).as(body).isTrue();
    }
  }

  @Test
  void whatIsMoreOrLessIsNone() {
    for (var body :
        List.of(
            "",
            "a",
            " (a)",
            "(a); SELECT 1",
            "(a) -- b",
            "(a) /* b */",
            "(a",
            "(a))",
            "(a)) WHERE ((b)",
            ")(a",
            "(a) WHERE b = 'c",
            "(a) WHERE b = E'c\\'",
            "(\"a)",
            "(a) WHERE b = $tag$c$tag$",
            "(a) WHERE b = $1",
            "(a) WHERE b = $",
            "(a) \\g",
            "(" + "a".repeat(100_000) + ")")) {
      assertThat(IndexBody.isOneDefinition(body)).as(body).isFalse();
    }
  }
}
