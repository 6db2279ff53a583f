package dev.proven.postgres.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.core.Clients;
import dev.proven.core.Diagnosis;
import dev.proven.core.Optimizer;
import dev.proven.core.OptimizerContract;
import dev.proven.core.Pooler;
import dev.proven.core.Session;
import dev.proven.core.Workload;
import dev.proven.core.apply.HandOver;
import dev.proven.postgres.PoolServer;
import dev.proven.postgres.PostgresTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PoolOptimizerTest extends OptimizerContract<PostgresTarget> {
  private static final Clients CHURN = new Clients(20, true, null, false);
  private static PoolServer server;

  private final PoolOptimizer optimizer = new PoolOptimizer();
  private Workload workload = new Workload("", java.util.List.of(PART), java.util.List.of());

  private static final dev.proven.core.experiment.Part PART =
      new dev.proven.core.experiment.Part("Q", "Q", "SELECT 1", false, 1);

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws Exception {
    server = PoolServer.start(130);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void declareChurn() throws IOException {
    declare(CHURN, Bouncers.POOLER);
  }

  private void declare(@Nullable Clients clients, Pooler pooler, String... statements)
      throws IOException {
    workload = optimizer.workload(target(), server.declare(clients, pooler, folder, statements));
  }

  private Diagnosis<PostgresTarget> diagnose(
      @Nullable Clients clients, Pooler pooler, String... statements) throws IOException {
    declare(clients, pooler, statements);
    return optimizer.diagnose(target(), workload);
  }

  @Override
  protected PostgresTarget target() {
    return server.target();
  }

  @Override
  protected Workload workload() {
    return workload;
  }

  @Override
  protected Optimizer<PostgresTarget> optimizer() {
    return optimizer;
  }

  @Override
  protected Session session() {
    return server.session();
  }

  private static void refused(Diagnosis<PostgresTarget> diagnosis, String... words) {
    assertThat(diagnosis.proposals()).isEmpty();
    assertThat(diagnosis.refused()).hasSize(1);
    assertThat(diagnosis.refused().getFirst().reason()).contains(words);
  }

  @Test
  void churnIsProposedWithAConfigurationForIt() {
    var proposal = optimizer.diagnose(target(), workload).proposals().getFirst();
    assertThat(workload.parts().getFirst().id()).isEqualTo("churn");
    assertThat(proposal.missing()).isEmpty();
    assertThat(proposal.change().records())
        .extracting(HandOver::of)
        .singleElement()
        .satisfies(h -> assertThat(h.file()).isEqualTo("pgbouncer.ini"))
        .satisfies(h -> assertThat(h.text()).isEqualTo(proposal.change().script()));
    assertThat(proposal.change().script())
        .contains(
            "pool_mode = transaction",
            "default_pool_size = 20",
            "max_client_conn = 120",
            "listen_addr = 127.0.0.1",
            "shop = host=127.0.0.1 port=" + server.port())
        .doesNotContain(server.password(), "connect_query", "admin_users");
  }

  @Test
  void roundRobinAndTheProgramAreTheUsersChoice() throws IOException {
    var program = Bouncers.program().path().toString();
    var script =
        diagnose(CHURN, new Pooler(program, true)).proposals().getFirst().change().script();
    assertThat(script).contains("server_round_robin = 1");
    var url = "file://" + program;
    var fetched = diagnose(CHURN, new Pooler(url, false)).proposals().getFirst();
    assertThat(fetched.missing()).isEmpty();
    assertThat(((StartBouncer) fetched.change()).program()).isNotEqualTo(Path.of(program));
  }

  @Test
  void aHundredClientsWhoKeepTheirConnectionsAreRefused() throws IOException {
    refused(
        diagnose(new Clients(100, false, null, false), Bouncers.POOLER),
        "pooled already",
        "100 clients keep their connections");
    refused(diagnose(new Clients(10, false, 400.0, false), Bouncers.POOLER), "pooled already");
  }

  @Test
  void moreClientsThanConnectionsAreProposed() throws IOException {
    var diagnosis = diagnose(new Clients(150, false, null, false), Bouncers.POOLER);
    assertThat(workload.parts().getFirst().id()).isEqualTo("exhaustion");
    assertThat(diagnosis.findings().getFirst().title()).contains("more clients than");
    assertThat(diagnosis.proposals()).hasSize(1);
    assertThat(diagnosis.proposals().getFirst().missing()).isEmpty();
  }

  @Test
  void ofAServerThatOthersUseNoConnectionsAreTakenAway() throws Exception {
    var session = PoolServer.newSession();
    var target = server.as("clerk", "clerk-secret", session);
    try (var _ = server.client(server.port(), false)) {
      PoolServer.declare(target, new Clients(50, false, null, false), folder);
      var work = optimizer.workload(target, workload);
      var proposal = optimizer.diagnose(target, work).proposals().getFirst();
      assertThat(proposal.missing()).contains("other sessions are connected", "Stop");
    }
  }

  @Test
  void idleClientsAndCrowdsArePlayed() {
    var room = new Room(1000, 1000, 0);
    assertThat(Situation.of(new Clients(500, false, 100.0, null), room, 2))
        .isEqualTo(Situation.IDLE);
    assertThat(Situation.of(new Clients(500, false, null, null), room, 2))
        .isEqualTo(Situation.CROWD);
    assertThat(Situation.of(new Clients(30, false, 10.0, null), room, 2))
        .isEqualTo(Situation.POOLED);
  }

  @Test
  void preparedStatementsAreJudgedByTheVersionOfTheProgram() throws IOException {
    var prepared = diagnose(new Clients(20, true, null, true), Bouncers.POOLER);
    if (Bouncers.breaksPreparedStatements()) {
      refused(prepared, "prepares statements by name", Bouncers.program().version().toString());
      assertThat(prepared.findings()).anyMatch(f -> f.evidence().contains("prepareThreshold=0"));
      var unknown = diagnose(new Clients(20, true, null, null), Bouncers.POOLER);
      assertThat(unknown.findings()).anyMatch(f -> f.evidence().contains("prepareThreshold=0"));
      assertThat(unknown.proposals().getFirst().risk()).contains("prepares by name is not known");
    } else {
      assertThat(prepared.proposals().getFirst().change().script())
          .contains("max_prepared_statements");
    }
    assertThat(diagnose(CHURN, Bouncers.POOLER).findings())
        .noneMatch(f -> f.title().contains("prepares by name"));
  }

  @Test
  void aSessionFeatureOfTheWorkloadIsNamedAndRefusesTheProposal() throws IOException {
    var diagnosis =
        diagnose(
            CHURN,
            Bouncers.POOLER,
            "SET search_path = tenant_7",
            "SELECT pg_advisory_lock(4)",
            "SET LOCAL work_mem = '1MB'");
    refused(diagnosis, "SET search_path = tenant_7", "pg_advisory_lock(4)");
    assertThat(diagnosis.findings())
        .extracting(Diagnosis.Finding::title)
        .anyMatch(t -> t.contains("SET search_path = tenant_7"))
        .noneMatch(t -> t.contains("work_mem"));
  }

  @Test
  void withoutAProgramTheExperimentIsNotRunAndSaysWhatToInstall() throws IOException {
    var none = diagnose(CHURN, new Pooler("/no/such/pgbouncer", false)).proposals().getFirst();
    assertThat(none.missing()).contains("/no/such/pgbouncer", "apt-get install pgbouncer");
    var other = diagnose(CHURN, new Pooler("true", false)).proposals().getFirst();
    assertThat(other.missing()).contains("is no PgBouncer");
    var text = Files.writeString(folder.resolve("text"), "x");
    var plain = diagnose(CHURN, new Pooler(text.toString(), false)).proposals().getFirst();
    assertThat(plain.missing()).contains("is not a program");
    var broken = Files.writeString(folder.resolve("broken"), "\0\0");
    Files.setPosixFilePermissions(broken, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(
            diagnose(CHURN, new Pooler(broken.toString(), false)).proposals().getFirst().missing())
        .contains("broken");
    var url = new Pooler("http://127.0.0.1:9/pgbouncer", false);
    assertThat(diagnose(CHURN, url).proposals().getFirst().missing()).contains("sha256");
  }

  @Test
  void nothingIsSaidOfClientsThatAreNotThere() throws IOException {
    var diagnosis = diagnose(null, Bouncers.POOLER);
    assertThat(diagnosis.proposals()).isEmpty();
    assertThat(diagnosis.refused()).isEmpty();
    assertThat(diagnosis.looked().getFirst()).contains("shows no clients");
    assertThat(workload.parts().getFirst().id()).as("the statements stay").isEqualTo("Q1");
  }

  @Test
  void clientsThatConnectForEachTransactionAreSeen() throws Exception {
    var on = new AtomicBoolean(true);
    var churning = Thread.ofVirtual().start(() -> churn(on));
    try {
      var diagnosis = diagnose(null, Bouncers.POOLER);
      assertThat(workload.parts().getFirst().id()).isEqualTo("churn");
      assertThat(workload.parts().getFirst().text()).contains("sessions a second");
      assertThat(diagnosis.findings().getFirst().title()).contains("a new connection for every");
    } finally {
      on.set(false);
      churning.join();
    }
  }

  /** At most 20 seconds long. */
  private static void churn(AtomicBoolean on) {
    for (int i = 0; i < 1000 && on.get(); i++) {
      try (var connection = server.client(server.port(), false);
          var statement = connection.createStatement()) {
        statement.execute("SELECT 1");
        Thread.sleep(20);
      } catch (java.sql.SQLException | InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void clientsThatKeepTheirConnectionsAreSeen() throws Exception {
    try (var one = server.client(server.port(), false);
        var two = server.client(server.port(), false)) {
      assertThat(one.isValid(1) && two.isValid(1)).isTrue();
      refused(diagnose(null, Bouncers.POOLER), "pooled already", "2 clients");
    }
  }
}
