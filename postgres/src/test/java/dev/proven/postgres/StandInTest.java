package dev.proven.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.proven.core.Credentials;
import dev.proven.core.Problem;
import dev.proven.core.ProofSource;
import dev.proven.core.TargetSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases that stand in for a target, on real servers. */
class StandInTest {
  private static final String SCHEMA =
      "CREATE TABLE item (id int PRIMARY KEY, price numeric(10, 2), name text);"
          + "CREATE TABLE other (id int PRIMARY KEY);"
          + "CREATE VIEW dear AS SELECT * FROM item WHERE price > 10;";

  @TempDir static Path folder;
  private static TestServer target;

  @BeforeAll
  static void start() throws Exception {
    target =
        TestServer.with(
            SCHEMA
                + "INSERT INTO item SELECT i, i, 'n' || i FROM generate_series(1, 5000) i;"
                + "CREATE DATABASE part;");
    try (var connection = target.admin("part")) {
      for (var piece : SqlSplitter.split(SCHEMA)) {
        Sql.execute(connection, piece.text());
      }
      Sql.execute(
          connection, "INSERT INTO item SELECT i, i, 'n' || i FROM generate_series(1, 50) i");
    }
    Files.writeString(folder.resolve("work.sql"), "SELECT count(*) FROM dear WHERE name = 'n7';");
  }

  @AfterAll
  static void stop() {
    target.close();
  }

  private static String url(TestServer server, String database) {
    return server.url("postgres", server.server().login(database).password(), database);
  }

  private static TargetSpec spec(String source) {
    var proof = new ProofSource(ProofSource.Kind.SAMPLE, source, new Credentials(null));
    return TargetSpec.of(url(target, "shop"))
        .withWorkload(folder.resolve("work.sql"))
        .withProof(proof, null);
  }

  private static Problem refused(String source) {
    return catchThrowableOfType(
        Problem.class,
        () -> {
          try (var opened = new PostgresKind().open(spec(source), target.session)) {
            new PostgresKind().workload(opened, spec(source));
          }
        });
  }

  private static void inPart(String sql) throws Exception {
    try (var connection = target.admin("part")) {
      Sql.execute(connection, sql);
    }
  }

  @Test
  void clonesAreOfTheStandInAndHaveTheSettingsOfTheTarget() throws Exception {
    target.execute("ALTER DATABASE shop SET random_page_cost = 1.7");
    inPart("ALTER DATABASE part SET random_page_cost = 3.3");
    try (var opened = new PostgresKind().open(spec(url(target, "part")), target.session)) {
      assertThat(new PostgresKind().workload(opened, spec(url(target, "part"))).parts()).hasSize(1);
      try (var clones = Clones.of(opened, target.session)) {
        assertThat(TestServer.text(clones.b(), "SELECT count(*) FROM item")).isEqualTo("50");
        assertThat(TestServer.text(clones.b(), "SHOW random_page_cost")).isEqualTo("1.7");
        assertThat(clones.a().standsIn()).isTrue();
        assertThat(clones.a().diagnosed()).isSameAs(opened);
      }
      assertThat(new PostgresKind().provenOn(opened).orElseThrow().label())
          .startsWith("proven on a sample postgresql://127.0.0.1:")
          .contains("/part of ", " % of the target's ");
    }
  }

  @Test
  void aSchemaThatDiffersIsRefusedByName() throws Exception {
    price("numeric(12, 2)");
    // What the workload does not touch may differ.
    inPart("DROP TABLE other");
    inPart("CREATE INDEX more ON item (name)");
    var problem = refusedAndRepaired();
    assertThat(problem.kind()).isEqualTo(Problem.Kind.USAGE);
    assertThat(problem)
        .hasMessageContaining(
            "column public.item.price is numeric(12,2), in the target numeric(10,2)")
        .hasMessageContaining("index public.more is not in the target");
    assertThat(problem.what()).doesNotContain("other");
    inPart("ALTER TABLE item RENAME TO things");
    assertThat(refused(url(target, "part"))).hasMessageContaining("table public.item is missing");
    inPart("ALTER TABLE things RENAME TO item");
  }

  /** A view keeps its columns from being changed. */
  private static void price(String type) throws Exception {
    inPart("DROP VIEW dear");
    inPart("ALTER TABLE item ALTER price TYPE " + type);
    inPart("CREATE VIEW dear AS SELECT * FROM item WHERE price > 10");
  }

  private static Problem refusedAndRepaired() throws Exception {
    var problem = refused(url(target, "part"));
    inPart("DROP INDEX more");
    price("numeric(10, 2)");
    return problem;
  }

  @Test
  void theTargetCannotStandInForItself() {
    assertThat(refused(url(target, "shop"))).hasMessageContaining("is the target itself");
  }

  @Test
  void aStandbyIsRefusedByName() throws Exception {
    try (var standby = TestServer.with(SCHEMA)) {
      becomeStandby(standby);
      var problem = refused(url(standby, "shop"));
      assertThat(problem.kind()).isEqualTo(Problem.Kind.USAGE);
      assertThat(problem)
          .hasMessageContaining("127.0.0.1:" + standby.server().port() + "/shop is a standby");
      assertThat(problem.advice()).contains("pg_promote()", "restore");
      var asTarget =
          catchThrowableOfType(
              Problem.class,
              () -> {
                try (var clones = Clones.of(standby.target, standby.session)) {
                  assertThat(clones).isNull();
                }
              });
      assertThat(asTarget).hasMessageContaining("is a standby");
    }
  }

  /** It waits for a log that nobody sends, and answers who only reads. */
  private static void becomeStandby(TestServer server) throws Exception {
    server.execute("ALTER SYSTEM SET wal_level = 'replica'");
    var control = server.server().control();
    control.restart();
    control.stop();
    Files.createFile(server.server().data().resolve("standby.signal"));
    control.start(server.server().port());
  }

  @Test
  void aDatabaseAboveTheLimitIsNotCopiedAndClientsAreNotPlayedWhereSomethingStandsIn() {
    var small = spec(url(target, "part")).withProof(null, 1_000_000L);
    var kind = new PostgresKind();
    var optimizers = kind.optimizers();
    try (var opened = kind.open(small, target.session)) {
      kind.workload(opened, small);
      assertThat(optimizers)
          .allSatisfy(o ->
              assertThat(kind.obstacle(opened, o))
                  .contains("/shop holds", "more than the 1.0 MB", "--proof", "--copy-limit"));
    }
    try (var opened = kind.open(spec(url(target, "part")), target.session)) {
      var refused = optimizers.stream().filter(o -> !kind.obstacle(opened, o).isEmpty()).toList();
      assertThat(refused).extracting(o -> o.id()).isEqualTo(List.of("pooling"));
    }
  }
}
