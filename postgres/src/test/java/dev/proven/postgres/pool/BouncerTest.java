package dev.proven.postgres.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proven.core.Problem;
import dev.proven.postgres.Bouncer;
import dev.proven.postgres.Entrance;
import dev.proven.postgres.PoolServer;
import dev.proven.postgres.Sql;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real PgBouncer before a real server. */
final class BouncerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static PoolServer server;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    server = PoolServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Ini ini(Map<String, String> more) {
    return Bouncers.ini(server.target(), 3, more);
  }

  @Test
  @SuppressWarnings("try") // closed twice on purpose
  void isPrivateIsUsedAndLeavesNothing() throws Exception {
    var target = server.target();
    int pending = server.session().journal().pending().size();
    var before = target.fingerprint();
    var program = Bouncers.program();
    try (var undo =
        Bouncer.start(target, server.session().journal(), program.path(), ini(Map.of()))) {
      var bouncer = Bouncer.before(target).orElseThrow();
      assertThat(target.fingerprint()).isNotEqualTo(before);
      assertThat(bouncer.console().version()).contains(program.version().toString());
      assertPrivate(bouncer);
      long passed = bouncer.console().transactions("shop");
      try (var connection = Entrance.of(target).connect(false, PATIENCE)) {
        assertThat(Sql.number(connection, "SELECT count(*) FROM account")).isEqualTo(10_000);
        connection.rollback();
      }
      assertThat(bouncer.console().transactions("shop")).isEqualTo(passed + 1);
      bouncer.restart();
      assertThat(bouncer.console().transactions("shop")).isZero();
      undo.close();
      assertThat(PoolServer.isAlive(bouncer.folder())).isFalse();
      assertThat(bouncer.folder()).doesNotExist();
      undo.close();
    }
    assertThat(Bouncer.before(target)).isEmpty();
    assertThat(target.fingerprint()).isEqualTo(before);
    assertThat(server.session().journal().pending()).hasSize(pending);
  }

  private static void assertPrivate(Bouncer bouncer) throws Exception {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(bouncer.folder())))
        .isEqualTo("rwx------");
    for (var name : List.of("users.txt", "pgbouncer.ini")) {
      var file = bouncer.folder().resolve("data").resolve(name);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .as(name)
          .isEqualTo("rw-------");
    }
    var listening = new ProcessBuilder("sh", "-c", "cat /proc/net/tcp /proc/net/tcp6").start();
    var table =
        new String(
            listening.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII);
    var port = String.format(java.util.Locale.ROOT, ":%04X", bouncer.port());
    assertThat(table.lines().filter(l -> l.contains(" 0A ") && l.contains(port)))
        .isNotEmpty()
        .allSatisfy(l -> assertThat(l).contains("0100007F" + port));
  }

  @Test
  void aPortThatIsTakenIsLeftToItsOwner() throws Exception {
    int wanted = freePort();
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var ports = new ArrayDeque<>(List.of(taken.getLocalPort(), wanted));
      var program = Bouncers.program().path();
      try (var _ =
          PoolServer.bouncer(
              server.target(), server.session(), program, ini(Map.of()), ports::remove)) {
        assertThat(Bouncer.before(server.target()).orElseThrow().port()).isEqualTo(wanted);
      }
      refused(ini(Map.of()), taken::getLocalPort, "ddress already in use");
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aConfigurationThatIsRefusedIsTold() {
    refused(ini(Map.of("pool_mode", "sometimes")), () -> 6599, "pool_mode");
    refused(ini(Map.of("no_such_setting", "1")), () -> 6599, "no_such_setting");
  }

  private static void refused(Bouncer.Configuration ini, Bouncer.Ports ports, String word) {
    var before = server.target().fingerprint();
    var program = Bouncers.program().path();
    assertThatThrownBy(() -> startAndClose(program, ini, ports))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("does not start")
        .hasMessageContaining(word)
        .extracting(p -> ((Problem) p).advice())
        .asString()
        .contains("Nothing was left behind");
    assertThat(Bouncer.before(server.target())).isEmpty();
    assertThat(server.target().fingerprint()).isEqualTo(before);
  }

  private static void startAndClose(Path program, Bouncer.Configuration ini, Bouncer.Ports ports)
      throws Exception {
    try (var _ = PoolServer.bouncer(server.target(), server.session(), program, ini, ports)) {
      throw new AssertionError("it has started");
    }
  }

  @Test
  void aProgramThatEndsAtOnceOrCannotBeStartedIsTold() throws Exception {
    var mute = Files.writeString(folder.resolve("mute"), "#!/bin/sh\necho FATAL no luck; exit 3\n");
    Files.setPosixFilePermissions(mute, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThatThrownBy(() -> startAndClose(mute, ini(Map.of()), () -> 6599))
        .hasMessageContaining("no luck");
    assertThatThrownBy(() -> startAndClose(folder.resolve("none"), ini(Map.of()), () -> 6599))
        .hasMessageContaining("does not start");
    assertThat(Bouncer.before(server.target())).isEmpty();
  }

  @Test
  void aServerThatRefusesTheBouncerIsTold() throws Exception {
    server.execute("CREATE ROLE guest LOGIN PASSWORD 'guest-secret'");
    var session = PoolServer.newSession();
    var target = server.as("guest", "guest-secret", session);
    server.execute("ALTER ROLE guest PASSWORD 'another'");
    var program = Bouncers.program().path();
    var ini = Bouncers.ini(target, 2, Map.of());
    assertThatThrownBy(
            () -> {
              try (var _ = Bouncer.start(target, session.journal(), program, ini)) {
                throw new AssertionError("it has started");
              }
            })
        .hasMessageContaining("cannot enter")
        .hasMessageContaining("password authentication failed")
        .message()
        .doesNotContain("guest-secret");
    assertThat(session.journal().pending()).isEmpty();
    assertThat(Bouncer.before(target)).isEmpty();
  }

  @Test
  void afterItsMakerWasKilledItIsFoundAndEnded() throws Exception {
    var session = PoolServer.newSession();
    var journal = session.journal().folder();
    var maker = maker(session.runId(), journal);
    try {
      assertThat(maker.inputReader().readLine()).isEqualTo("started");
    } finally {
      maker.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
    var target = server.as("postgres", server.password(), session);
    var bouncer = Bouncer.before(target).orElseThrow();
    assertThat(bouncer.console().version()).startsWith("PgBouncer");
    var left = PoolServer.journal(journal);
    assertThat(left.pending()).hasSize(1);
    assertThat(left.undoAll()).isEmpty();
    assertThat(PoolServer.isAlive(bouncer.folder())).isFalse();
    assertThat(bouncer.folder()).doesNotExist();
  }

  private static Process maker(String run, Path journal) throws Exception {
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                BouncerMaker.class.getName(),
                run,
                journal.toString(),
                String.valueOf(server.port()),
                Bouncers.program().path().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("PGPASSWORD", server.password());
    return builder.start();
  }
}
