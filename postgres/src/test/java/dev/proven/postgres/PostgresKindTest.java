package dev.proven.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.proven.core.Credentials;
import dev.proven.core.Problem;
import dev.proven.core.Session;
import dev.proven.core.TargetKind;
import dev.proven.core.TargetSpec;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresKindTest {
  private static final String SECRET = "s3cret-w0rd";
  private static TestServer server;

  private final PostgresKind kind = new PostgresKind();

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    server =
        TestServer.with(
            "CREATE ROLE visitor LOGIN PASSWORD '"
                + SECRET
                + "'; CREATE ROLE nologin; CREATE DATABASE closed;"
                + " REVOKE CONNECT ON DATABASE closed FROM PUBLIC");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private Problem problem(String url) {
    return problem(TargetSpec.of(url));
  }

  private Problem problem(TargetSpec spec) {
    var problem = refusal(spec, TestServer.session());
    assertThat(problem.what() + problem.advice()).doesNotContain(SECRET, "wrong-word");
    return problem;
  }

  @SuppressWarnings("MustBeClosedChecker") // what must not open is not closed
  private Problem refusal(TargetSpec spec, Session session) {
    return catchThrowableOfType(Problem.class, () -> kind.open(spec, session));
  }

  private static void is(Problem problem, Problem.Kind kind, String... words) {
    assertThat(problem.kind()).isEqualTo(kind);
    assertThat(problem.what()).contains(words);
    assertThat(problem.advice()).isNotBlank();
  }

  @Test
  void isFoundByTheServiceLoader() {
    assertThat(ServiceLoader.load(TargetKind.class)).anyMatch(PostgresKind.class::isInstance);
    assertThat(List.of("postgresql://h/d", "postgres://h", "jdbc:postgresql://h/d", "embedded"))
        .allMatch(kind::accepts);
    assertThat(List.of("mysql://h", "http://postgres", "Dockerfile")).noneMatch(kind::accepts);
  }

  @Test
  void wrongUrlsAreUsageAndKeepTheirPassword() {
    for (var url :
        List.of(
            "postgresql://u:" + SECRET + "@h:54x32/d",
            "postgresql://u:" + SECRET + "@h:70000/d",
            "postgresql://u:" + SECRET + "@h1,h2/d",
            "postgresql://u:" + SECRET + "@h/d?shape=round",
            "postgresql://u:" + SECRET + "@h o s t/d")) {
      is(problem(url), Problem.Kind.USAGE, "URL cannot be read");
    }
  }

  @Test
  void unreachableServersAreTold() throws Exception {
    is(
        problem("postgresql://u@no-such-host.invalid/d"),
        Problem.Kind.UNREACHABLE,
        "no-such-host.invalid is not known");
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    is(
        problem("postgresql://u@127.0.0.1:" + port + "/d"),
        Problem.Kind.UNREACHABLE,
        "Nothing answers at 127.0.0.1:" + port);
  }

  @Test
  void refusedLoginsAreTold() {
    is(problem(server.url("visitor", "wrong-word", "shop")), Problem.Kind.UNREACHABLE, "password");
    is(problem(server.url("visitor", SECRET, "absent")), Problem.Kind.UNREACHABLE, "no database");
    is(
        problem(server.url("visitor", SECRET, "closed")),
        Problem.Kind.UNREACHABLE,
        "may not connect");
    is(problem(server.url("nologin", SECRET, "shop")), Problem.Kind.UNREACHABLE, "nologin");
    is(
        problem("postgresql://nobody-knows@127.0.0.1:" + server.server().port() + "/shop"),
        Problem.Kind.UNREACHABLE,
        "wants a password");
  }

  @Test
  void aPasswordFromAFileOrTheUrlOpensAndShowsNowhere() throws Exception {
    var file = Files.writeString(folder.resolve("pw"), SECRET + "\n");
    var bare = "postgresql://visitor@127.0.0.1:" + server.server().port() + "/shop";
    var spec = new TargetSpec(null, bare, null, null, List.of(), new Credentials(file));
    try (var target = kind.open(spec, TestServer.session())) {
      assertThat(target.name()).isEqualTo(bare.replace("visitor@", ""));
    }
    var url = server.url("visitor", SECRET, "shop");
    for (var written :
        List.of(
            url,
            "jdbc:" + url,
            "jdbc:postgresql://127.0.0.1:"
                + server.server().port()
                + "/shop?user=visitor&password="
                + SECRET)) {
      try (var target = kind.open(TargetSpec.of(written), TestServer.session())) {
        var record = PostgresUndo.dropDatabase(target, "proven_x");
        assertThat(target + target.name() + target.environment() + target.login() + record)
            .doesNotContain(SECRET);
        assertThat(target.fingerprint()).hasSize(64);
      }
    }
  }

  @Test
  void ourSessionsAreKnownByTheRun() throws Exception {
    try (var connection = server.target.connect()) {
      assertThat(Sql.text(connection, "SHOW application_name"))
          .contains("proven/" + server.session.runId());
    }
  }

  @Test
  void anEmbeddedTargetIsFilledByItsSetup() throws Exception {
    var setup =
        Files.writeString(
            folder.resolve("setup.sql"),
            "CREATE TABLE t (a int, b text);\nCOPY t FROM stdin;\n1\tone\n2\t;two\n\\.\n"
                + "CREATE INDEX ON t (a);");
    var spec =
        new TargetSpec("fill", "embedded", null, setup, List.of(), Credentials.fromEnvironment());
    try (var target = kind.open(spec, TestServer.session())) {
      assertThat(TestServer.text(target, "SELECT count(*) FROM t WHERE b IN ('one', ';two')"))
          .isEqualTo("2");
      assertThat(target.environment()).containsEntry("setting fsync", "off");
    }
  }

  @Test
  void aWrongSetupIsToldAndLeavesNoServer() throws Exception {
    var setup = Files.writeString(folder.resolve("setup.sql"), "SELECT 1;\nSELEC 2;");
    var session = TestServer.session();
    var spec =
        new TargetSpec("bad", "embedded", null, setup, List.of(), Credentials.fromEnvironment());
    var problem = refusal(spec, session);
    is(problem, Problem.Kind.USAGE, "statement 2 (line 2)", "syntax error");
    assertThat(session.journal().pending()).isEmpty();
    assertThat(PrivateFolder.named(session.runId(), "bad")).doesNotExist();
  }
}
