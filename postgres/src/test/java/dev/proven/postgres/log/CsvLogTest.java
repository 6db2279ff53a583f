package dev.proven.postgres.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvLogTest {
  @TempDir private Path folder;

  @Test
  void quotedFieldsHoldAnything() {
    assertThat(CsvLog.fields("a,\"b,\"\"c\"\"\n,\",,d"))
        .isEqualTo(List.of("a", "b,\"c\"\n,", "", "d"));
    assertThat(CsvLog.fields("")).isEqualTo(List.of(""));
    assertThat(CsvLog.fields("\"\"\"\",")).isEqualTo(List.of("\"", ""));
  }

  @Test
  void recordsSpanLinesAndADamagedOneTakesNoOtherWithIt() throws Exception {
    var good =
        LogText.csv(
            "s1", "shop", "duration: 2.5 ms  statement: SELECT \"a\"\nFROM \"b,c\"", "", "");
    var text =
        "the end of something\",,\n"
            + good
            + "2026-11-23 23:39:46.123 UTC,\"app\",\"shop\",42,\"lost\n"
            + LogText.csv("s1", "shop", "duration: 1 ms  statement: SELECT 3", "", "")
            + good
            + good;
    var log = LogText.read(Files.writeString(folder.resolve("a.csv"), text));
    var statement =
        log.statements().stream().filter(s -> s.text().contains("b,c")).findFirst().orElseThrow();
    assertThat(statement.text()).isEqualTo("SELECT \"a\"\nFROM \"b,c\"");
    assertThat(statement.calls()).isEqualTo(3);
    assertThat(log.statements()).hasSize(2);
    assertThat(log.leftOut()).singleElement().matches(l -> l.title().equals("2 lines"));
  }

  @Test
  void whatLooksLikeARecordInATextIsNone() throws Exception {
    var inner = LogText.csv("s1", "shop", "duration: 2.5 ms  statement: SELECT 1 FROM b", "", "");
    var sql = "INSERT INTO note VALUES ('\n" + inner + "')";
    var log =
        LogText.read(
            Files.writeString(
                folder.resolve("a.csv"),
                LogText.csv("s1", "shop", "duration: 1 ms  statement: " + sql, "", "")));
    assertThat(log.statements()).singleElement().matches(s -> s.text().equals(sql));
    assertThat(log.leftOut()).isEmpty();
  }

  @Test
  void theEndOfAFileThatIsCutOffIsTold() throws Exception {
    var good = LogText.csv("s1", "shop", "duration: 2.5 ms  statement: SELECT 1\nFROM b", "", "");
    var text = good + good.substring(0, good.indexOf("FROM b"));
    var log = LogText.read(Files.writeString(folder.resolve("a.csv"), text));
    assertThat(log.statements()).singleElement().matches(s -> s.calls() == 1);
    assertThat(log.leftOut()).singleElement().matches(l -> l.title().startsWith("the end of"));
  }
}
