package dev.proven.postgres;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Problem;
import dev.proven.core.Session;
import dev.proven.core.journal.Undo;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A private PostgreSQL server that a run starts and ends. It listens on the loopback address only,
 * wants a random password that only this user can read, and lives in a folder of its own; its undo
 * is in the journal before the folder is made, so that {@code proven undo} ends the server of a
 * killed run.
 *
 * <p>Only the programs come from zonky. Its own launcher installs a shutdown hook that cannot be
 * removed and would end the server while our hook still takes changes back in it.
 *
 * <p>The settings are those of a server that somebody has set up with ordinary care, so that no
 * gain is owed to a bad baseline: a quarter of the memory (at most 1 GB) for shared_buffers, and
 * the planner as it comes. What differs is what would disturb a measurement or its reading:
 * autovacuum is off (its work would fall on one arm or the other; tables are vacuumed and analyzed
 * after they are filled), parallel workers and I/O workers are off (their CPU time is not in the
 * backend's), and nothing is flushed (no durability is needed, and what is measured is rolled back
 * anyway).
 */
public final class EmbeddedServer implements AutoCloseable {
  static final String SUPERUSER = "postgres";
  static final String DATA = "data";
  static final String PASSWORD_FILE = "password";

  private static final int ATTEMPTS = 3;
  private static final long GIB = 1L << 30;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path folder;
  private final int port;
  private final String password;
  private final Binaries binaries;
  private final Undo undo;

  private EmbeddedServer(Path folder, int port, String password, Binaries binaries, Undo undo) {
    this.folder = folder;
    this.port = port;
    this.password = password;
    this.binaries = binaries;
    this.undo = undo;
  }

  /**
   * Starts a server.
   *
   * @param name part of its folder's name
   * @param binaries of the version that is wanted
   */
  @MustBeClosed
  public static EmbeddedServer start(Session session, String name, Binaries binaries) {
    return start(session, name, binaries, Variant.USUAL);
  }

  /**
   * How a server differs from the usual one.
   *
   * @param initdb more arguments for the program that makes its files
   * @param settings that replace the usual ones or stand beside them
   */
  public record Variant(List<String> initdb, Map<String, String> settings) {
    static final Variant USUAL = new Variant(List.of(), Map.of());
  }

  /** Starts a server with the programs that come with Proven and settings of its own. */
  @MustBeClosed
  public static EmbeddedServer start(Session session, String name, Variant variant) {
    return start(session, name, Binaries.bundled(), variant);
  }

  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // the undo is the server's, which closes it
  private static EmbeddedServer start(
      Session session, String name, Binaries binaries, Variant variant) {
    session.progress().stage("Starting an embedded PostgreSQL");
    var folder = PrivateFolder.free(session.runId(), name);
    var password = randomPassword();
    var port = new int[1];
    try {
      var undo =
          session
              .journal()
              .apply(
                  PostgresUndo.stopServer(folder, "the embedded PostgreSQL"),
                  () -> port[0] = launch(folder, password, binaries, variant));
      return new EmbeddedServer(folder, port[0], password, binaries, undo);
    } catch (Problem p) {
      throw p;
    } catch (Exception e) {
      throw notStarted(folder, e);
    }
  }

  private static Problem notStarted(Path folder, Exception e) {
    return Problem.failed(
            "The embedded PostgreSQL did not start: " + e.getMessage(),
            "Check the free space of " + folder.getParent() + ", or use a server with a URL.")
        .causedBy(e);
  }

  /**
   * Starts another server with the same programs, roles and data. This one is stopped while its
   * files are copied, because only then are they whole; it is started again on its port.
   *
   * @param name part of the copy's folder's name
   * @param settings that the copy has beside those of this one
   */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // the undo is the copy's, which closes it
  EmbeddedServer copy(Session session, String name, Map<String, String> settings) {
    session.progress().stage("Copying the embedded PostgreSQL");
    var to = PrivateFolder.free(session.runId(), name);
    var toPort = new int[1];
    try {
      var copyUndo =
          session
              .journal()
              .apply(
                  PostgresUndo.stopServer(to, "the embedded PostgreSQL"),
                  () -> toPort[0] = launchCopy(to, settings));
      return new EmbeddedServer(to, toPort[0], password, binaries, copyUndo);
    } catch (Problem p) {
      throw p;
    } catch (Exception e) {
      throw notStarted(to, e);
    }
  }

  private int launchCopy(Path to, Map<String, String> settings)
      throws IOException, InterruptedException {
    createFolder(to, password);
    control().stop();
    try {
      ServerFolder.copy(folder.resolve(DATA), to.resolve(DATA));
    } finally {
      control().start(port);
    }
    ServerUser.current().own(to);
    append(to.resolve(DATA), settings);
    return startPostmaster(to, binaries);
  }

  private static int launch(Path folder, String password, Binaries binaries, Variant variant)
      throws IOException, InterruptedException {
    createFolder(folder, password);
    ServerUser.current().own(folder);
    initialize(folder, binaries, variant);
    return startPostmaster(folder, binaries);
  }

  private static void createFolder(Path folder, String password) throws IOException {
    PrivateFolder.create(folder);
    var passwordFile = folder.resolve(PASSWORD_FILE);
    Files.createFile(
        passwordFile,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(passwordFile, password + "\n");
  }

  /**
   * By pg_ctl, which takes it out of our process group: Ctrl-C must reach us and not the server.
   */
  private static int startPostmaster(Path folder, Binaries binaries)
      throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      int port = freePort();
      try {
        new ServerControl(folder, binaries).start(port);
        return port;
      } catch (IOException e) {
        // Between finding a free port and using it somebody else may have taken it.
        if (attempt == ATTEMPTS || !String.valueOf(e.getMessage()).contains("ddress already in")) {
          throw e;
        }
      }
    }
  }

  private static void initialize(Path folder, Binaries binaries, Variant variant)
      throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                binaries.program("initdb").toString(),
                "--pgdata=" + folder.resolve(DATA),
                "--username=" + SUPERUSER,
                "--auth=scram-sha-256",
                "--pwfile=" + folder.resolve(PASSWORD_FILE),
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync"));
    command.addAll(variant.initdb());
    call(folder, command, "initdb.log");
    var version = Files.readString(folder.resolve(DATA).resolve("PG_VERSION")).strip();
    var all = settings(Integer.parseInt(version));
    all.putAll(variant.settings());
    append(folder.resolve(DATA), all);
  }

  private static void append(Path data, Map<String, String> settings) throws IOException {
    var lines = new StringBuilder();
    settings.forEach((k, v) -> lines.append(k).append(" = '").append(v).append("'\n"));
    Files.writeString(
        data.resolve("postgresql.conf"), lines, java.nio.file.StandardOpenOption.APPEND);
  }

  private static Map<String, String> settings(int majorVersion) {
    var settings = new TreeMap<String, String>();
    settings.put("autovacuum", "off");
    settings.put("checkpoint_timeout", "1h");
    settings.put("fsync", "off");
    if (majorVersion >= 18) {
      settings.put("io_method", "sync");
    }
    settings.put("listen_addresses", "127.0.0.1");
    settings.put("max_parallel_workers_per_gather", "0");
    settings.put("max_wal_senders", "0");
    settings.put("max_wal_size", "4GB");
    settings.put("shared_buffers", Math.clamp(memory() / 4, GIB / 8, GIB) / 1024 / 1024 + "MB");
    settings.put("shared_preload_libraries", "pg_stat_statements");
    settings.put("unix_socket_directories", "");
    settings.put("wal_level", "minimal");
    return settings;
  }

  private static long memory() {
    var system = ManagementFactory.getOperatingSystemMXBean();
    return system instanceof com.sun.management.OperatingSystemMXBean os
        ? os.getTotalMemorySize()
        : GIB;
  }

  /** Runs a program as the server's user; what it says is in the message where it fails. */
  static void call(Path folder, List<String> command, String log)
      throws IOException, InterruptedException {
    var output = folder.resolve(log);
    var builder =
        new ProcessBuilder(ServerUser.current().command(command))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().keySet().removeIf(k -> k.startsWith("PG") || k.startsWith("LC_"));
    var process = builder.start();
    try {
      if (!process.waitFor(180, TimeUnit.SECONDS)) {
        throw new IOException(command.getFirst() + " did not end within three minutes");
      }
    } finally {
      process.destroy();
    }
    if (process.exitValue() != 0) {
      throw new IOException(
          lastLines(output) + lastLines(folder.resolve(DATA).resolve("server.log")));
    }
  }

  private static String lastLines(Path log) throws IOException {
    if (!Files.isReadable(log)) {
      return "";
    }
    var lines = new ArrayList<>(Files.readAllLines(log));
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size())) + "\n";
  }

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String randomPassword() {
    var bytes = new byte[24];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** The port on 127.0.0.1. */
  public int port() {
    return port;
  }

  /** Its private folder. */
  public Path folder() {
    return folder;
  }

  /** The way to stop, start and restart it. */
  public ServerControl control() {
    return new ServerControl(folder, binaries);
  }

  /** The way into one of its databases as its superuser. */
  Login login(String database) {
    var address = new Address("127.0.0.1", port, database, SUPERUSER, new TreeMap<>());
    return Login.of(address, password);
  }

  /** A new connection to one of its databases as its superuser, in autocommit mode. */
  @MustBeClosed
  public Connection connect(String database, String applicationName) throws SQLException {
    return login(database).connect(applicationName, Login.Mode.EXTENDED, "");
  }

  /** A new connection as another role that was made in it. */
  @MustBeClosed
  public Connection connect(
      String database, String applicationName, String user, String userPassword)
      throws SQLException {
    var address = new Address("127.0.0.1", port, database, user, new TreeMap<>());
    return Login.of(address, userPassword).connect(applicationName, Login.Mode.EXTENDED, "");
  }

  /** The folder that holds its files, as the server's own paths are relative to it. */
  public Path data() {
    return folder.resolve(DATA);
  }

  /** Ends the server and deletes its folder; twice is harmless. */
  @Override
  public void close() {
    undo.close();
  }
}
