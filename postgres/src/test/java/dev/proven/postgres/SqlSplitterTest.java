package dev.proven.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SqlSplitterTest {
  private static List<String> texts(String script) {
    return SqlSplitter.split(script).stream().map(SqlSplitter.Piece::text).toList();
  }

  @Test
  void endsStatementsWherePsqlDoes() {
    assertThat(texts("select 1; select 2 ;; select 3"))
        .containsExactly("select 1", "select 2", "select 3");
    assertThat(texts("select ';', \"a;b\", E'it\\'s; \\\\', 'it''s;' ; x"))
        .containsExactly("select ';', \"a;b\", E'it\\'s; \\\\', 'it''s;'", "x");
    assertThat(texts("select E'a'';b'; y")).containsExactly("select E'a'';b'", "y");
    assertThat(texts("select $$a;b$$, $x$ $$;$$ $x$; z"))
        .containsExactly("select $$a;b$$, $x$ $$;$$ $x$", "z");
    assertThat(texts("select 1 /* a; /* b; */ c; */ + 1; z"))
        .containsExactly("select 1 /* a; /* b; */ c; */ + 1", "z");
    assertThat(texts("select 1 -- a; b\n + 1; z")).containsExactly("select 1 -- a; b\n + 1", "z");
    assertThat(texts("select a$1, $1 from t$; z")).containsExactly("select a$1, $1 from t$", "z");
    assertThat(texts("select $1;select '\\'; z")).containsExactly("select $1", "select '\\'", "z");
    assertThat(texts("  -- nothing\n /* here */ ;")).isEmpty();
  }

  @Test
  void keepsBodiesTogether() {
    assertThat(
            texts(
                "create function f() returns int begin atomic select case when true then 1 end;"
                    + " select 2; end; begin; select 1; end;"))
        .hasSize(4);
    assertThat(texts("create rule r as on insert to t do (select 1; select 2); z")).hasSize(2);
  }

  @Test
  void countsLinesAndKeepsComments() {
    var pieces =
        SqlSplitter.split("-- name: Q1\n-- calls: 12\nselect 1;\n\n/* b */ select\n 2;\nselect 3");
    assertThat(pieces).extracting(SqlSplitter.Piece::line).containsExactly(3, 5, 7);
    assertThat(pieces.getFirst().comments()).containsExactly("-- name: Q1", "-- calls: 12");
    assertThat(pieces.get(1).comments()).containsExactly("/* b */");
  }

  @Test
  @Timeout(20)
  void aLargeScriptIsSplitAtOnce() {
    var pieces = SqlSplitter.split("insert into t values (1, 'a');\n".repeat(200_000));
    assertThat(pieces).hasSize(200_000);
    assertThat(pieces.getLast().line()).isEqualTo(200_000);
  }

  @Test
  void readsWhatPgDumpWrites() {
    var pieces =
        SqlSplitter.split(
            "\\restrict x\ncopy t (a) from stdin;\n1\n;2\n\\.\n\nselect 1;\ncopy e from stdin;\n\\.\n");
    assertThat(pieces)
        .extracting(SqlSplitter.Piece::text)
        .containsExactly("copy t (a) from stdin", "select 1", "copy e from stdin");
    assertThat(pieces.getFirst().copyData()).isEqualTo("1\n;2\n");
    assertThat(pieces.getLast().copyData()).isEmpty();
  }

  @Test
  void tellsReadsFromWrites() {
    assertThat(
            kinds(
                "select 1",
                "(select 1) union (select 2)",
                "with x as (select 1) table x",
                "values (1)",
                "select * from t for update",
                "/* c */ Select 1",
                "with x as (select 1 for update) select 1",
                "select 'a into b' from t"))
        .containsOnly(SqlText.Kind.READ);
    assertThat(
            kinds(
                "insert into t values (1)",
                "with x as (delete from t returning 1) table x",
                "with x as (select 1) update t set a = 1",
                "merge into t using u on true"))
        .containsOnly(SqlText.Kind.WRITE);
    assertThat(kinds("begin", "create table x ()", "select 1 into x", "explain select 1", "vacuum"))
        .containsOnly(SqlText.Kind.UTILITY);
  }

  private static List<SqlText.Kind> kinds(String... sql) {
    return java.util.Arrays.stream(sql).map(SqlText::kind).toList();
  }

  @Test
  void withoutTextsNamesStay() {
    assertThat(SqlText.withoutTexts("a = 'x $1' and \"b \"\"\" = E'\\'' -- c\n or $$d$$ = $2"))
        .isEqualTo("a = '' and \"b \"\"\" = ''  \n or '' = $2");
  }

  @Test
  void findsParametersOutsideOfQuotes() {
    assertThat(SqlText.parameters("select $2, '$3', $$ $4 $$, a$5 -- $6\n where x = $10"))
        .containsExactly(2, 10);
    assertThat(SqlText.replaceParameters("x = $1 and y = '$1'", n -> "<" + n + ">"))
        .isEqualTo("x = <1> and y = '$1'");
  }
}
