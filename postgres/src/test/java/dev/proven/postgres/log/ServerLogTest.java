package dev.proven.postgres.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.proven.core.Problem;
import dev.proven.core.Workload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLogTest {
  @TempDir private Path folder;

  private ServerLog log(String... entries) throws IOException {
    return LogText.read(file("a.log", String.join("", entries)));
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static String log(int pid, String message) {
    return LogText.stderr(pid, "shop", "LOG", message);
  }

  private static String took(double ms, String sql) {
    return log(1, "duration: " + ms + " ms  statement: " + sql);
  }

  @Test
  void whatDiffersInConstantsIsOneStatementAndItsExampleIsOfMedianDuration() throws Exception {
    var log =
        log(
            took(30, "SELECT * FROM sale WHERE id = 3 AND note IN ('a', 'b;c', 'it''s')"),
            took(10, "select *\nfrom sale -- by id\nwhere id = -1 and note in ('x');"),
            took(20, "SELECT * FROM sale WHERE id=2 AND note IN ($$y$$, 'z')"),
            took(5, "SELECT * FROM sale WHERE id = 3"));
    assertThat(log.statements()).hasSize(2);
    var first = log.statements().getFirst();
    assertThat(first.text()).isEqualTo("SELECT * FROM sale WHERE id=2 AND note IN ($$y$$, 'z')");
    assertThat(first.calls()).isEqualTo(3);
    assertThat(first.seconds()).isCloseTo(0.06, within(1e-12));
    assertThat(first.varies()).isTrue();
    assertThat(log.statements().getLast().varies()).isFalse();
    assertThat(log.leftOut()).isEmpty();
  }

  @Test
  void parametersComeFromTheDetail() throws Exception {
    var log =
        log(
            log(1, "duration: 0.2 ms  parse <unnamed>: SELECT * FROM sale WHERE id = $1"),
            log(1, "duration: 0.3 ms  bind <unnamed>: SELECT * FROM sale WHERE id = $1"),
            LogText.stderr(1, "shop", "DETAIL", "Parameters: $1 = '9'"),
            log(1, "duration: 4 ms  execute <unnamed>: SELECT * FROM sale WHERE id = $1"),
            LogText.stderr(2, "shop", "DETAIL", "Parameters: $1 = 'of another session'"),
            LogText.stderr(1, "shop", "DETAIL", "Parameters: $1 = 'a\nb'"),
            log(1, "duration: 2 ms  execute fetch from S_1/C_2: SELECT * FROM sale WHERE id = $1"));
    var statement = log.statements().getFirst();
    assertThat(log.statements()).hasSize(1);
    assertThat(statement.calls()).isEqualTo(1);
    assertThat(statement.seconds()).isCloseTo(0.006, within(1e-12));
    assertThat(Objects.requireNonNull(statement.values()).byNumber())
        .containsEntry(1, Optional.of("a\nb"));
  }

  @Test
  void aStatementAndItsDurationAreBroughtTogetherByTheirSession() throws Exception {
    var log =
        log(
            log(1, "duration: 0.5 ms"),
            log(1, "statement: SELECT 1 FROM a"),
            log(2, "execute S_1: SELECT 2 FROM b WHERE c = $1"),
            LogText.stderr(2, "shop", "DETAIL", "parameters: $1 = '5'"),
            log(2, "duration: 2 ms"),
            log(1, "duration: 1 ms"),
            log(1, "statement: SELECT broken"),
            LogText.stderr(1, "shop", "ERROR", "column \"broken\" does not exist"),
            LogText.stderr(1, "shop", "STATEMENT", "SELECT broken"),
            log(1, "duration: 77 ms"));
    assertThat(log.statements()).extracting(SeenStatement::seconds).containsExactly(0.002, 0.001);
    assertThat(log.statements().getFirst().values()).isNotNull();
    assertThat(log.leftOut())
        .containsExactly(
            new Workload.LeftOut("1 execution", "the log does not tell how long it took"));
  }

  @Test
  void plansCountWhereNothingElseTellsOfTheStatement() throws Exception {
    var plan = "\nSeq Scan on a  (cost=0.00..1.00 rows=1 width=4)\n  Filter: (b = 1)";
    var log =
        log(
            log(1, "duration: 3 ms  plan:\nQuery Text: SELECT 1\n  FROM a;" + plan),
            log(1, "duration: 4 ms  statement: SELECT 2 FROM a"),
            log(1, "duration: 5 ms  plan:\nQuery Text: SELECT 5\nFROM b" + plan),
            log(1, "duration: 7 ms  plan:\n{\n  \"Query Text\": \"SELECT 6 FROM b\"\n}"),
            log(1, "duration: 9 ms  plan:\n<explain><Query-Text>SELECT 6 FROM b</Query-Text>"),
            log(1, "duration: 9 ms  plan:\nQuery Text: SELECT 9 FROM c" + plan),
            LogText.stderr(1, "shop", "CONTEXT", "SQL function \"f\" statement 1"));
    assertThat(log.statements()).extracting(SeenStatement::calls).containsExactly(2.0, 1.0);
    assertThat(log.statements().getFirst().seconds()).isCloseTo(0.012, within(1e-12));
    assertThat(log.statements().getLast().seconds()).isCloseTo(0.004, within(1e-12));
    assertThat(log.leftOut())
        .extracting(Workload.LeftOut::title)
        .containsExactly("1 plan", "1 plan");
  }

  @Test
  void otherDatabasesAndProvensOwnAreLeftOut() throws Exception {
    var text =
        LogText.csv("s", "shop", "duration: 1 ms  statement: SELECT 1 FROM a", "", "psql")
            + LogText.csv("s", "other", "duration: 1 ms  statement: SELECT 2 FROM a", "", "")
            + LogText.csv("s", "shop", "duration: 1 ms  statement: SELECT 3 FROM a", "", "proven/x")
            + LogText.csv("s", "shop", "duration: 1 ms  statement: SELECT /*proven*/ 4", "", "");
    var log = LogText.read(file("a.csv", text));
    assertThat(log.statements()).singleElement().matches(s -> s.text().equals("SELECT 1 FROM a"));
    assertThat(log.leftOut())
        .containsExactly(
            new Workload.LeftOut("1 execution", "in another database of the server"),
            new Workload.LeftOut("2 executions", "Proven's own work"));
  }

  @Test
  void jsonIsReadLineByLine() throws Exception {
    var entry =
        "{\"timestamp\":\"2026-11-23 23:39:46.123 UTC\",\"dbname\":\"shop\",\"pid\":7,"
            + "\"session_id\":\"6923.7\",\"error_severity\":\"LOG\",\"message\":\"duration: 8.0 ms"
            + "  execute <unnamed>: SELECT $1\\n FROM a\",\"detail\":\"Parameters: $1 = '\\u00fc'\"}\n";
    var log = LogText.read(file("a.json", entry + "{\"timestamp\": broken\n[1]\n\n" + entry));
    assertThat(log.statements()).singleElement().matches(s -> s.calls() == 2);
    var values = Objects.requireNonNull(log.statements().getFirst().values());
    assertThat(values.byNumber()).containsEntry(1, Optional.of("\u00fc"));
    assertThat(log.leftOut()).singleElement().matches(l -> l.title().equals("2 lines"));
  }

  @Test
  void severalStatementsAtOnceShareOneDuration() throws Exception {
    var log =
        log(
            took(9, "BEGIN; UPDATE a SET b = 1 WHERE c = ';'; COMMIT"),
            took(5, "UPDATE a SET b = 1; UPDATE a SET b = 2"));
    assertThat(log.statements()).extracting(SeenStatement::several).containsExactly(false, true);
    assertThat(log.statements().getFirst().text()).isEqualTo("UPDATE a SET b = 1 WHERE c = ';'");
  }

  @Test
  void whatIsCompressedIsReadAndWhatOfItIsLostIsTold() throws Exception {
    var text = new StringBuilder();
    for (int i = 0; i < 2000; i++) {
      text.append(
          took(i, "SELECT " + i + " FROM a WHERE b = '" + Integer.toHexString(i * 7919) + "'"));
    }
    var whole = LogText.gzip(folder.resolve("a.log.gz"), text.toString());
    assertThat(LogText.read(whole).statements()).singleElement().matches(s -> s.calls() == 2000);
    var bytes = Files.readAllBytes(whole);
    var half = folder.resolve("b.log.gz");
    Files.write(half, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    var log = LogText.read(half);
    assertThat(log.statements().getFirst().calls()).isBetween(100.0, 1900.0);
    assertThat(log.leftOut()).anyMatch(l -> l.title().equals("the end of " + half));
  }

  @Test
  void aStatementAtTheEndOfAFileThatIsCutOffIsNotTaken() throws Exception {
    var log = log(took(1, "SELECT 1 FROM a"), took(1, "SELECT 2 FROM b WHERE c = 123").strip());
    assertThat(log.statements()).singleElement().matches(s -> s.text().contains("FROM a"));
    assertThat(log.leftOut()).singleElement().matches(l -> l.reason().contains("in the middle"));
  }

  @Test
  void aDirectoryIsReadInTheFormatThatTellsMost() throws Exception {
    var sql = "duration: 1 ms  statement: SELECT 1 FROM a";
    file("server.log", log(1, sql));
    file("server.csv", LogText.csv("s", "shop", sql, "", ""));
    LogText.gzip(folder.resolve("old.csv.gz"), LogText.csv("s", "shop", sql, "", ""));
    file("notes.txt", "nothing of that kind");
    var log = LogText.read(folder);
    assertThat(log.statements()).singleElement().matches(s -> s.calls() == 2);
    assertThat(log.leftOut())
        .extracting(Workload.LeftOut::title)
        .containsExactlyInAnyOrder(
            folder.resolve("notes.txt").toString(), "the files in the format stderr in " + folder);
  }

  @Test
  void nothingIsReadWithoutBounds() throws Exception {
    var text = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      text.append(took(50 - i, "SELECT " + "c".repeat(i + 1) + " FROM a"));
    }
    text.append(took(1, "SELECT '" + "x".repeat(2_000) + "' FROM b"));
    text.append(took(1, "SELECT '" + "x\n".repeat(1_000) + "' FROM b"));
    text.append(took(1, "SELECT b"));
    var file = file("a.log", text.toString());
    var few = LogText.read(file, new LogBounds(1_000_000, 10_000, 1_000, 10, 5_000));
    assertThat(few.statements()).hasSize(10);
    assertThat(few.leftOut())
        .extracting(Workload.LeftOut::title)
        .containsExactly("2 entries", "41 executions of further statements, 0.821 s");
    var lines = LogText.read(file, new LogBounds(1_000_000, 20, 1_000, 100, 5_000));
    assertThat(lines.statements()).hasSize(19);
    assertThat(lines.leftOut()).singleElement().matches(l -> l.title().startsWith("the rest of"));
  }

  @Test
  void noMoreTextIsKeptThanAllowed() throws Exception {
    var text = took(9, "SELECT a FROM b WHERE c = 1") + took(8, "SELECT d FROM e");
    var log = LogText.read(file("a.log", text), new LogBounds(1_000_000, 100, 1_000, 100, 20));
    assertThat(log.statements()).singleElement().matches(s -> s.seconds() == 0.009);
    assertThat(log.leftOut()).singleElement().matches(l -> l.title().startsWith("1 executions"));
  }

  @Test
  void bytesThatAreNoTextAreNoConstants() throws Exception {
    var text = took(2, "SELECT 1 FROM a WHERE b = 'caf\u00e9'") + took(1, "SELECT 2 FROM b");
    var path = Files.write(folder.resolve("a.log"), text.getBytes(StandardCharsets.ISO_8859_1));
    var log = LogText.read(path);
    assertThat(log.statements()).singleElement().matches(s -> s.text().equals("SELECT 2 FROM b"));
    assertThat(log.leftOut())
        .singleElement()
        .matches(l -> l.title().equals("1 execution") && l.reason().contains("encoding"));
    var latin = new LogSettings(LogText.PREFIX, LogSettings.charset("LATIN1"), LogSampling.NONE);
    assertThat(
            ServerLog.read(LogFiles.of(path).orElseThrow(), "shop", latin, LogText.BOUNDS)
                .statements())
        .extracting(SeenStatement::text)
        .containsExactly("SELECT 1 FROM a WHERE b = 'caf\u00e9'", "SELECT 2 FROM b");
    assertThat(LogSettings.charset("WIN1252").name()).isEqualTo("windows-1252");
    assertThat(LogSettings.charset("MULE_INTERNAL")).isEqualTo(StandardCharsets.UTF_8);
  }

  @Test
  void whatAnotherCollectorHasTakenApartIsNotTakenInPart() throws Exception {
    var syslog = "Nov 24 02:48:55 db postgres[812]: ";
    var log =
        log(
            syslog + "[3-1] LOG:  duration: 5 ms  statement: DELETE FROM a\n",
            syslog + "[3-2] #011WHERE b = 1\n",
            syslog + "[4-1] LOG:  duration: 2 ms  statement: SELECT 1 FROM a\n",
            took(1, "SELECT 2 FROM a"));
    assertThat(log.statements()).singleElement().matches(s -> s.calls() == 2);
    assertThat(log.databaseTold()).isFalse();
    assertThat(log.leftOut()).extracting(Workload.LeftOut::title).containsExactly("1 line");
  }

  @Test
  void durationsBelongToNoStatementWhereNoSessionIsTold() throws Exception {
    var time = "2026-11-23 23:39:46.123 UTC LOG:  ";
    var log =
        log(
            time + "statement: SELECT 1 FROM a\n",
            time + "statement: SELECT 2 FROM b\n",
            time + "duration: 5 ms\n",
            took(1, "SELECT 3 FROM c"));
    assertThat(log.statements()).singleElement().matches(s -> s.text().equals("SELECT 3 FROM c"));
    assertThat(log.leftOut()).extracting(Workload.LeftOut::title).containsExactly("2 executions");
  }

  @Test
  void whatIsSampledStandsForWhatIsNot() throws Exception {
    var text = took(10, "SELECT 1 FROM a") + took(200, "SELECT 2 FROM b");
    var sampling = new LogSampling(100, 0, 0.25, 0, false);
    var settings = new LogSettings(LogText.PREFIX, StandardCharsets.UTF_8, sampling);
    var files = LogFiles.of(file("a.log", text)).orElseThrow();
    var log = ServerLog.read(files, "shop", settings, LogText.BOUNDS);
    assertThat(log.statements()).extracting(SeenStatement::calls).containsExactly(1.0, 4.0);
    assertThat(log.statements().getLast().seconds()).isCloseTo(0.04, within(1e-12));
    assertThat(sampling.isSampled()).isTrue();
    assertThat(LogSampling.NONE.isSampled()).isFalse();
    assertThat(new LogSampling(-1, 50, 0.5, 0.5, true).weight(0.06)).isEqualTo(1 / 0.75);
    assertThat(new LogSampling(-1, 50, 0.5, 0.5, true).weight(0.04)).isEqualTo(2);
    assertThat(new LogSampling(-1, 50, 0.5, 0.5, true).weightApart(0.04)).isEqualTo(1);
    assertThat(new LogSampling(-1, -1, 0.5, 0, false).weight(0.04)).isEqualTo(1);
  }

  @Test
  void executeIsWhatWasPrepared() throws Exception {
    var sql = "PREPARE p (int, text) AS SELECT a FROM b WHERE c = $1 AND d = $2";
    var log =
        log(
            log(1, "duration: 4 ms  statement: EXECUTE p(-5, 'it''s')"),
            LogText.stderr(1, "shop", "DETAIL", "prepare: " + sql),
            log(
                1,
                "duration: 3 ms  plan:\nQuery Text: "
                    + sql
                    + ";\nSeq Scan on b  (cost=0.00..1.00 rows=1 width=4)"));
    var statement = log.statements().getFirst();
    assertThat(log.statements()).hasSize(1);
    assertThat(statement.text()).isEqualTo("SELECT a FROM b WHERE c = $1::int AND d = $2::text");
    assertThat(statement.calls()).isEqualTo(1);
    assertThat(Objects.requireNonNull(statement.values()).byNumber())
        .isEqualTo(java.util.Map.of(1, Optional.of("-5"), 2, Optional.of("it's")));
  }

  @Test
  void whatAnApplicationHasRaisedIsNoStatement() throws Exception {
    var log =
        log(
            LogText.stderr(1, "shop", "WARNING", "duration: 5 ms  statement: SELECT 1 FROM a"),
            took(1, "SELECT 2 FROM a"));
    assertThat(log.statements()).singleElement().matches(s -> s.calls() == 1);
  }

  @Test
  void whatCannotBeReadIsToldWithWhatToDo() throws Exception {
    assertUsage(file("a.csv", "id,name\n1,x\n"), "looks like no log", "stderr, csvlog or jsonlog");
    assertUsage(file("b.gz", "no gzip"), "cannot be read", "Name a readable file");
    assertUsage(file("b.log.zst", "x"), "packed in a way that is not read", "Unpack it");
    assertUsage(file("g.log.2", "what is this\n"), "looks like no log", "stderr");
    assertUsage(
        file("f.log", "strange\n" + log(1, "duration: 3 ms")),
        "1 durations, but not of what. 1 of its lines",
        "log_statement = 'all'");
    assertUsage(Files.createDirectory(folder.resolve("empty")), "holds no log", "csvlog");
    assertUsage(file("c.log", ""), "no statement with its duration", "log_min_duration_statement");
    assertUsage(
        file("d.log", log(1, "statement: SELECT 1")),
        "1 statements, but not how long",
        "log_duration = on");
    assertUsage(
        file("e.log", LogText.stderr(1, "x", "LOG", "duration: 1 ms  statement: SELECT 1 FROM a")),
        "1 executions in other databases than shop",
        "log_min_duration_statement");
    assertThat(LogFiles.of(file("work.sql", log(1, "statement: SELECT 1")))).isEmpty();
    assertThat(LogFiles.of(file("work", "-- name: LOG:  x\n"))).isEmpty();
    assertThat(LogFiles.of(file("postgresql.log.1", log(1, "x")))).isPresent();
  }

  private static void assertUsage(Path path, String what, String advice) {
    assertThatThrownBy(() -> LogText.read(path))
        .isInstanceOfSatisfying(
            Problem.class,
            p -> {
              assertThat(p.kind()).isEqualTo(Problem.Kind.USAGE);
              assertThat(p.what()).contains(path.toString(), what);
              assertThat(p.advice()).contains(advice);
            });
  }
}
