package dev.proven.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.proven.core.Progress;
import dev.proven.core.Session;
import dev.proven.core.TargetSpec;
import dev.proven.core.journal.Journal;
import dev.proven.postgres.Binaries;
import dev.proven.postgres.PostgresKind;
import dev.proven.postgres.apply.NewIndex;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs against a server whose table lies on a disk without room for two clones of it: a memory file
 * system of 32 MB in a namespace that only the server sees. Linux gives that to every user; where a
 * container forbids it this is skipped. The disk of the server's other files has room, so that
 * nothing but the copying itself can notice.
 */
@EnabledOnOs(OS.LINUX)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class FullDiskTest {
  private static final String ON_A_SMALL_DISK =
      "mount -t tmpfs -o size=32m,mode=777 tmpfs \"$0\" && exec unshare -U \"$@\"";

  @TempDir static Path folder;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    Files.createDirectory(folder.resolve("small"));
    assumeTrue(call("true") == 0, "this machine gives no user a namespace");
    var bin = Binaries.bundled().folder().resolve("bin");
    var data = folder.resolve("data").toString();
    succeeds(bin.resolve("initdb").toString(), "-D", data, "-U", "postgres", "-A", "trust");
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    var options = "-h 127.0.0.1 -p " + port + " -c unix_socket_directories=";
    var log = folder.resolve("server.log").toString();
    succeeds(bin.resolve("pg_ctl").toString(), "start", "-w", "-D", data, "-l", log, "-o", options);
    execute("postgres", "CREATE TABLESPACE small LOCATION '" + folder.resolve("small") + "'");
    execute("postgres", "CREATE DATABASE shop");
    execute("shop", "CREATE TABLE item (id int, pad text) TABLESPACE small");
    Files.writeString(folder.resolve("work.sql"), "SELECT * FROM item WHERE id = 77;");
  }

  @AfterAll
  static void stop() throws Exception {
    var pid = folder.resolve("data").resolve("postmaster.pid");
    if (Files.exists(pid)) {
      var number = Long.parseLong(Files.readAllLines(pid).getFirst());
      new ProcessBuilder("kill", "-INT", String.valueOf(number)).start().waitFor();
      ProcessHandle.of(number).ifPresent(p -> p.onExit().orTimeout(30, TimeUnit.SECONDS).join());
    }
  }

  private static int call(String... command) throws IOException, InterruptedException {
    var all = new ArrayList<>(List.of("unshare", "-Urm", "sh", "-c", ON_A_SMALL_DISK));
    all.add(folder.resolve("small").toString());
    all.addAll(List.of(command));
    var log = ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile());
    try {
      return new ProcessBuilder(all).redirectOutput(log).redirectError(log).start().waitFor();
    } catch (IOException e) {
      return -1; // There is no unshare here.
    }
  }

  private static void succeeds(String... command) throws IOException, InterruptedException {
    assertThat(call(command)).as(() -> read("log") + read("server.log")).isZero();
  }

  private static String read(String file) {
    try {
      return Files.exists(folder.resolve(file)) ? Files.readString(folder.resolve(file)) : "";
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static String jdbc(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=postgres";
  }

  private static void execute(String database, String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(jdbc(database));
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Everything a run could have left, on the small disk too. */
  private static String state() throws SQLException {
    execute("shop", "CHECKPOINT"); // removes the empty files of what was dropped
    var session = new Session("look", Journal.open(folder.resolve("none"), Map.of()), QUIET);
    var spec = TargetSpec.of(jdbc("shop"));
    try (var target = new PostgresKind().open(spec, session);
        var connection = DriverManager.getConnection(jdbc("shop"));
        var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "SELECT pg_tablespace_size('small'), (SELECT string_agg(datname, ' ') FROM"
                    + " pg_database), (SELECT count(*) FROM item)")) {
      row.next();
      return target.fingerprint()
          + (" " + row.getLong(1) + " " + row.getString(2) + " " + row.getLong(3));
    }
  }

  private static final Progress QUIET = Progress.silent();

  private static int megabytes() throws SQLException {
    try (var connection = DriverManager.getConnection(jdbc("shop"));
        var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT count(*) / 1000 FROM item")) {
      row.next();
      return row.getInt(1);
    }
  }

  private static void fill(int megabytes) throws SQLException {
    var rows = "generate_series(1, " + megabytes * 1000 + ") i";
    execute("shop", "INSERT INTO item SELECT i, repeat('x', 980) FROM " + rows);
    execute("shop", "VACUUM ANALYZE item");
  }

  @Test
  @Order(1)
  void aCloneThatFindsNoRoomIsToldOnceAndLeavesNothing() throws Exception {
    fill(12);
    // The first clone has room and the second has none; then not even the first has any.
    fails();
    fill(6);
    fails();
  }

  private static void fails() throws Exception {
    var before = state();
    var runs = folder.resolve("runs");
    var called =
        Called.proven(
            "run",
            jdbc("shop"),
            "--quiet",
            "--runs",
            runs.toString(),
            "--workload",
            folder.resolve("work.sql").toString());
    assertThat(called.code()).as(called.err()).isEqualTo(1);
    assertThat(called.err().lines().toList()).hasSize(2);
    assertThat(called.err())
        .startsWith("proven: The server's disk was full before postgresql://127.0.0.1:")
        .contains("Nothing was left behind. Free room for two copies of the database");
    assertThat(called.out()).isEmpty();
    assertThat(runs).isEmptyDirectory();
    assertThat(read("server.log")).contains("No space left on device");
    assertThat(state()).isEqualTo(before);
  }

  /**
   * Rows of an index below 500 bytes are not compressed, so it is about half as large as the table.
   */
  @Test
  @Order(2)
  void anIndexThatFindsNoRoomLeavesNothing() throws Exception {
    execute("shop", "ALTER DATABASE shop SET default_tablespace = small");
    fill(23 - megabytes());
    var before = state();
    var runs = folder.resolve("proven-runs");
    var wide =
        NewIndex.of("public", "item", "wide", "((repeat(md5(id::text), 15))) INCLUDE (id)")
            .record();
    new ProvenRun(runs, "a").target("shop", jdbc("shop"), 0.3, Map.of("wide", wide)).write();
    var called =
        Called.proven("apply", "a", "--yes", "-q", "--baseline", "0", "--runs", runs.toString());
    assertThat(called.code()).as(called.err()).isEqualTo(1);
    assertThat(called.err())
        .contains("wide could not be made: The server's disk is full", "was taken back");
    assertThat(state()).isEqualTo(before);
  }
}
