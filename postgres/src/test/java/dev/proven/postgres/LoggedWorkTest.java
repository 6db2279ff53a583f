package dev.proven.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.proven.core.Session;
import dev.proven.core.Workload;
import dev.proven.core.experiment.Part;
import dev.proven.postgres.log.LogBounds;
import dev.proven.postgres.log.LogFiles;
import dev.proven.postgres.log.LogSampling;
import dev.proven.postgres.log.LogSettings;
import dev.proven.postgres.log.SeenStatement;
import dev.proven.postgres.log.ServerLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that logs in all three formats, and what is read back from each. */
class LoggedWorkTest {
  private static final String PREFIX = "%m [%p] %q%u@%d/%a ";
  private static final String NOTE = "it's; \"x\" \\ \u00fc\n\tof two lines";
  private static final LogSampling SAMPLING = new LogSampling(0, -1, 1, 0, false);
  private static final String SECRET = "hunter2";
  private static final String LINES =
      "SELECT id\n\tFROM sale\n WHERE note = 'a;\n\tb''c' -- why; not\n   OR amount > 5000";

  private static EmbeddedServer server;
  private static PostgresTarget target;

  @TempDir private static Path folder;

  @BeforeAll
  @SuppressWarnings("MustBeClosedChecker") // closed after the last test
  static void start() throws Exception {
    Session session = TestServer.session();
    var settings =
        Map.of(
            "logging_collector", "on",
            "log_destination", "stderr,csvlog,jsonlog",
            "log_directory", "work-log",
            "log_filename", "server.log",
            "log_line_prefix", PREFIX);
    server =
        EmbeddedServer.start(session, "logged", new EmbeddedServer.Variant(List.of(), settings));
    try (var connection = server.connect("postgres", "setup")) {
      Sql.execute(connection, "CREATE DATABASE shop");
      Sql.execute(connection, "CREATE DATABASE other");
    }
    for (var database : List.of("shop", "other")) {
      try (var connection = server.connect(database, "setup")) {
        fill(connection);
      }
    }
    target = PostgresTarget.open(server.login("shop"), session, null);
    work();
    var logs = server.data().resolve("work-log");
    for (var name : List.of("server.log", "server.csv", "server.json")) {
      awaitEnd(logs.resolve(name));
      Files.copy(logs.resolve(name), folder.resolve(name));
    }
  }

  @AfterAll
  static void stop() {
    target.close();
    server.close();
  }

  private static void fill(Connection connection) throws SQLException {
    Sql.execute(
        connection,
        "CREATE TABLE sale (id int PRIMARY KEY, customer_id int, amount numeric, note text)");
    Sql.execute(
        connection,
        "INSERT INTO sale SELECT i, i % 100, i, 'note ' || i FROM generate_series(1, 2000) i");
    Sql.execute(
        connection,
        "CREATE FUNCTION inner_count() RETURNS bigint LANGUAGE plpgsql AS"
            + " 'BEGIN RETURN (SELECT count(*) FROM sale WHERE amount < 77); END'");
    Sql.execute(connection, "ANALYZE");
  }

  /** As an application sends it, without Proven's mark. */
  private static void set(Connection connection, String setting) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("SET " + setting);
    }
  }

  private static void work() throws SQLException {
    try (var connection = server.connect("shop", "the app")) {
      set(connection, "log_min_duration_statement = 0");
      for (int i = 1; i <= 5; i++) {
        Sql.execute(connection, "SELECT count(*) FROM sale WHERE customer_id = " + i);
      }
      for (int i = 0; i < 3; i++) {
        prepared(connection, "SELECT note FROM sale WHERE id = ? AND note <> ?", 7, NOTE);
      }
      prepared(connection, "SELECT id FROM sale WHERE amount > ? + ?", 1000, -3);
      Sql.execute(connection, LINES);
      Sql.execute(connection, "UPDATE sale SET amount = amount + 1 WHERE id = 3");
      Sql.execute(connection, "SELECT count(*) FROM pg_class");
      Sql.execute(connection, "CREATE ROLE clerk PASSWORD '" + SECRET + "'");
      Sql.execute(connection, "ALTER ROLE clerk PASSWORD $$" + SECRET + "$$");
      Sql.execute(connection, "SELECT length('" + SECRET + "')");
      failing(connection, "SELECT nothing FROM sale");
    }
    try (var connection = server.connect("other", "the app")) {
      set(connection, "log_min_duration_statement = 0");
      Sql.execute(connection, "SELECT sum(amount) FROM sale");
    }
    try (var connection = server.connect("shop", "proven/of-another-run")) {
      set(connection, "log_min_duration_statement = 0");
      Sql.execute(connection, "SELECT avg(amount) FROM sale");
    }
    executed();
    separately();
    explained();
    try (var connection = server.connect("shop", "the app")) {
      set(connection, "log_min_duration_statement = 0");
      Sql.execute(connection, "SELECT 1 AS the_end");
    }
  }

  /** As psql sends it: only by the simple protocol does the server tell what was prepared. */
  private static void executed() throws SQLException {
    try (var connection = server.login("shop").connect("the app", Login.Mode.SIMPLE, "")) {
      set(connection, "log_min_duration_statement = 0");
      Sql.execute(connection, "PREPARE p (int) AS SELECT customer_id FROM sale WHERE id = $1");
      Sql.execute(connection, "EXECUTE p(7)");
      Sql.execute(connection, "EXECUTE p(8)");
    }
  }

  /** The statement in one message, its duration in another. */
  private static void separately() throws SQLException {
    try (var connection = server.connect("shop", "the app")) {
      set(connection, "log_statement = 'all'");
      set(connection, "log_duration = on");
      Sql.execute(connection, "SELECT max(amount) FROM sale");
      failing(connection, "SELECT nothing, 2 FROM sale");
      prepared(connection, "SELECT min(amount) FROM sale WHERE id > ? AND note <> ?", 5, "x");
      prepared(connection, "SELECT min(amount) FROM sale WHERE id > ? AND note <> ?", 6, "y");
    }
  }

  private static void explained() throws SQLException {
    try (var connection = server.connect("shop", "the app")) {
      Sql.execute(connection, "LOAD 'auto_explain'");
      Sql.execute(connection, "SET auto_explain.log_nested_statements = on");
      Sql.execute(connection, "SET auto_explain.log_min_duration = 0");
      for (var format : List.of("text", "json", "yaml", "xml")) {
        Sql.execute(connection, "SET auto_explain.log_format = " + format);
        Sql.execute(connection, "SELECT id,\n amount FROM sale WHERE note LIKE 'note 1%'");
        prepared(connection, "SELECT amount FROM sale WHERE id < ? AND note > ?", 9, "a\nb");
      }
      Sql.execute(connection, "SET auto_explain.log_format = text");
      Sql.execute(connection, "SELECT inner_count() FROM sale WHERE id = 1");
    }
  }

  private static void prepared(Connection connection, String sql, int first, Object second)
      throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      statement.setInt(1, first);
      statement.setObject(2, second);
      statement.execute();
    }
  }

  private static void failing(Connection connection, String sql) {
    try {
      Sql.execute(connection, sql);
    } catch (SQLException e) {
      return;
    }
    throw new AssertionError("That should have failed: " + sql);
  }

  private static void awaitEnd(Path log) throws Exception {
    long deadline = System.nanoTime() + 120_000_000_000L;
    while (!Files.readString(log).contains("the_end")) {
      if (System.nanoTime() > deadline) {
        throw new IOException("The server did not finish " + log);
      }
      Thread.sleep(50);
    }
  }

  private static ServerLog log(String name) {
    var files = LogFiles.of(folder.resolve(name)).orElseThrow();
    var settings = new LogSettings(PREFIX, StandardCharsets.UTF_8, SAMPLING);
    return ServerLog.read(files, "shop", settings, LogBounds.STANDARD);
  }

  private static SeenStatement seen(ServerLog log, String words) {
    return log.statements().stream()
        .filter(s -> s.text().contains(words))
        .findFirst()
        .orElseThrow();
  }

  private static Part part(Workload workload, String words) {
    return workload.parts().stream()
        .filter(p -> p.text().contains(words))
        .findFirst()
        .orElseThrow(() -> new AssertionError(words + " is not in " + workload));
  }

  @ParameterizedTest
  @ValueSource(strings = {"server.log", "server.csv", "server.json"})
  void statementsComeBackAsTheyWereExecuted(String name) throws Exception {
    var workload = WorkloadReader.read(target, folder.resolve(name));
    assertThat(part(workload, "count(*)").weight()).isEqualTo(5);
    assertThat(part(workload, "count(*)").text())
        .matches("SELECT count\\(\\*\\) FROM sale WHERE customer_id = [1-5]");
    assertThat(part(workload, LINES.substring(0, LINES.length() - 1)).text()).isEqualTo(LINES);
    var noted = part(workload, "SELECT note");
    assertThat(noted.weight()).isEqualTo(3);
    assertThat(noted.text())
        .isEqualTo("SELECT note FROM sale WHERE id = '7' AND note <> " + Sql.literal(NOTE));
    assertThat(TestServer.text(target, noted.text())).isEqualTo("note 7");
    assertThat(part(workload, "SELECT id FROM sale WHERE amount").text())
        .isEqualTo("SELECT id FROM sale WHERE amount > 1000 + (-3)");
    assertThat(part(workload, "UPDATE sale").write()).isTrue();
    assertThat(part(workload, "SELECT customer_id").weight()).isEqualTo(2);
    assertThat(part(workload, "SELECT customer_id").text())
        .matches("SELECT customer_id FROM sale WHERE id = '[78]'::int");
    assertThat(part(workload, "max(amount)").weight()).isEqualTo(1);
    assertThat(part(workload, "min(amount)").weight()).isEqualTo(2);
    assertThat(part(workload, "min(amount)").text()).matches(".*id > '[56]' AND note <> '[xy]'");
    assertThat(workload.parts())
        .extracting(Part::text)
        .noneMatch(t -> t.contains("sum(") || t.contains("avg(") || t.contains("nothing"))
        .noneMatch(t -> t.contains("$1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"server.log", "server.csv", "server.json"})
  void plansOfAutoExplainAreRead(String name) {
    var workload = WorkloadReader.read(target, folder.resolve(name));
    var plain = part(workload, "note LIKE");
    assertThat(plain.text()).isEqualTo("SELECT id,\n amount FROM sale WHERE note LIKE 'note 1%'");
    // The fourth is in XML, which is not read.
    assertThat(plain.weight()).isEqualTo(3);
    var prepared = part(workload, "SELECT amount");
    assertThat(prepared.weight()).isEqualTo(3);
    assertThat(prepared.text())
        .isEqualTo("SELECT amount FROM sale WHERE id < '9' AND note > 'a\nb'");
    assertThat(part(workload, "inner_count()").weight()).isEqualTo(1);
    assertThat(workload.parts()).extracting(Part::text).noneMatch(t -> t.contains("< 77"));
    assertThat(workload.leftOut())
        .contains(
            new Workload.LeftOut(
                "1 plan", "a function executed it, and its time is in the statement's"),
            new Workload.LeftOut(
                "2 plans", "neither in text nor in JSON or YAML (auto_explain.log_format)"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"server.log", "server.csv", "server.json"})
  void whatIsNoWorkOfThisDatabaseIsLeftOutWithItsReason(String name) {
    var workload = WorkloadReader.read(target, folder.resolve(name));
    assertThat(workload.leftOut())
        .contains(
            new Workload.LeftOut(
                "SELECT count(*) FROM pg_class", "it reads nothing but the system's catalogs"),
            new Workload.LeftOut("SELECT 1 AS the_end", "it reads no table"),
            new Workload.LeftOut("2 executions", "in another database of the server"))
        .anyMatch(l -> l.reason().equals("Proven's own work"))
        .anyMatch(l ->
            l.title().startsWith("SET log_duration") && l.reason().equals(ObservedWork.UTILITY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"server.log", "server.csv", "server.json"})
  void passwordsInStatementsAreNotTold(String name) throws Exception {
    assertThat(Files.readString(folder.resolve(name))).contains(SECRET);
    var workload = WorkloadReader.read(target, folder.resolve(name));
    assertThat(workload.toString()).doesNotContain(SECRET);
    assertThat(workload.leftOut())
        .contains(
            new Workload.LeftOut("CREATE ROLE clerk PASSWORD ''", ObservedWork.UTILITY),
            new Workload.LeftOut("ALTER ROLE clerk PASSWORD ''", ObservedWork.UTILITY),
            new Workload.LeftOut("SELECT length('')", "it reads no table"));
  }

  @Test
  void allFormatsTellTheSame() {
    var csv = byDigest(log("server.csv"));
    assertThat(csv).hasSizeGreaterThan(10);
    for (var name : List.of("server.log", "server.json", "")) {
      assertThat(byDigest(log(name))).as(name).isEqualTo(csv);
    }
    var parts = WorkloadReader.read(target, folder.resolve("server.csv")).parts();
    assertThat(parts).extracting(Part::id).doesNotHaveDuplicates();
    assertThat(WorkloadReader.read(target, folder.resolve("server.json")).parts()).isEqualTo(parts);
  }

  private static Map<String, SeenStatement> byDigest(ServerLog log) {
    return log.statements().stream()
        .collect(Collectors.toMap(SeenStatement::digest, Function.identity()));
  }

  @Test
  void durationsAreAddedUp() throws Exception {
    var text = Files.readString(folder.resolve("server.log"));
    var line =
        Pattern.compile(
            "duration: ([0-9.]+) ms  (?:statement|execute <unnamed>): SELECT (count|note)"
                + "\\S* FROM sale");
    var sums = new java.util.TreeMap<String, Double>();
    for (var m = line.matcher(text); m.find(); ) {
      sums.merge(m.group(2), Double.parseDouble(m.group(1)) / 1000, Double::sum);
    }
    var log = log("server.log");
    assertThat(sums).hasSize(2);
    assertThat(seen(log, "count(*) FROM sale").seconds())
        .isCloseTo(sums.getOrDefault("count", 0.0), within(1e-9));
    assertThat(seen(log, "SELECT note").seconds())
        .isCloseTo(sums.getOrDefault("note", 0.0), within(1e-9));
  }
}
