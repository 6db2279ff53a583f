package dev.proven.postgres;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Problem;
import dev.proven.core.evidence.Sha256;
import dev.proven.core.journal.Journal;
import dev.proven.core.journal.Undo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A PgBouncer process in front of a database, in a private folder of its own. The folder is all
 * that is known of it: whoever finds the folder can use the bouncer, start it afresh and end it,
 * also after the process that made it was killed.
 */
public final class Bouncer {
  private static final String NAME = "pgbouncer";
  private static final String INI = "pgbouncer.ini";
  private static final String USERS = "users.txt";
  private static final String PROGRAM = "program";
  private static final String LOG = "pgbouncer.log";

  private static final int ATTEMPTS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Pattern PORT = Pattern.compile("(?m)^listen_port = (\\d+)$");
  private static final Pattern IN_USE = Pattern.compile("ddress already in use");

  private final PostgresTarget target;
  private final Path folder;

  private Bouncer(PostgresTarget target) {
    this.target = target;
    var digits = Sha256.of(target.name()).substring(0, 8);
    this.folder = PrivateFolder.named(target.runId(), NAME + "_" + digits);
  }

  /** Makes the text of its configuration. */
  @FunctionalInterface
  public interface Configuration {
    /**
     * The whole file.
     *
     * @param port to listen on, of 127.0.0.1
     * @param users the file with names and passwords
     * @param console the user who may enter the console
     */
    String text(int port, Path users, String console);
  }

  /** Gives a port that is free, for all that is known. */
  @FunctionalInterface
  public interface Ports {
    int next() throws IOException;
  }

  /** Names of the folders of a run's bouncers, which is how they show in its fingerprint. */
  static String namesOf(String runId) {
    return String.join(" ", PrivateFolder.standing(runId, NAME));
  }

  /** The bouncer that this run has put before the database, if one stands there. */
  public static Optional<Bouncer> before(PostgresTarget target) {
    var bouncer = new Bouncer(target);
    return Files.exists(bouncer.data().resolve(INI)) ? Optional.of(bouncer) : Optional.empty();
  }

  /**
   * Puts one before the database; its undo is in the journal first.
   *
   * @throws Problem failed, with what the program said, if it does not start or cannot enter the
   *     database
   */
  @MustBeClosed
  public static Undo start(
      PostgresTarget target, Journal journal, Path program, Configuration configuration)
      throws Exception {
    return start(target, journal, program, configuration, EmbeddedServer::freePort);
  }

  /** The same with ports from elsewhere. */
  @MustBeClosed
  static Undo start(
      PostgresTarget target,
      Journal journal,
      Path program,
      Configuration configuration,
      Ports ports)
      throws Exception {
    var bouncer = new Bouncer(target);
    try {
      return journal.apply(
          PostgresUndo.stopServer(bouncer.folder, "the PgBouncer"),
          () -> bouncer.create(program, configuration, ports));
    } catch (IOException e) {
      throw Problem.failed(
              "PgBouncer ("
                  + program
                  + ") does not start: "
                  + String.valueOf(e.getMessage()).strip(),
              "Nothing was left behind. Correct what it says, or name another program under"
                  + " pgbouncer: program: in sprint.yaml.")
          .causedBy(e);
    }
  }

  private void create(Path program, Configuration configuration, Ports ports)
      throws IOException, InterruptedException {
    PrivateFolder.create(folder);
    Files.createDirectory(data());
    var console = Console.newPassword();
    write(PROGRAM, program + "\n");
    write(USERS, userlist(console));
    for (int attempt = 1; ; attempt++) {
      write(INI, configuration.text(ports.next(), data().resolve(USERS), Console.USER));
      try {
        begin();
        break;
      } catch (IOException e) {
        // Between finding a free port and using it somebody else may have taken it.
        if (attempt == ATTEMPTS || !IN_USE.matcher(String.valueOf(e.getMessage())).find()) {
          throw e;
        }
      }
    }
    enter();
  }

  /** Only the owner may read what lies here, and the owner is whom the program runs as. */
  private void write(String name, String text) throws IOException, InterruptedException {
    var file = data().resolve(name);
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text);
    ServerUser.current().own(folder);
  }

  private String userlist(String console) {
    var login = target.login();
    return line(Console.USER, console)
        + line(login.address().user(), login.hasPassword() ? login.password() : "");
  }

  private static String line(String user, String password) {
    return quoted(user) + " " + quoted(password) + "\n";
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }

  /** Starts the process with the configuration at hand and waits until its console answers. */
  private void begin() throws IOException, InterruptedException {
    var program = Files.readString(data().resolve(PROGRAM)).strip();
    var log = data().resolve(LOG);
    var command = java.util.List.of(program, data().resolve(INI).toString());
    var process =
        new ProcessBuilder(ServerUser.current().command(command))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      awaitConsole(process, log);
    } catch (IOException | InterruptedException e) {
      new ServerProcess(folder).stop();
      throw e;
    }
  }

  private void awaitConsole(Process process, Path log) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      if (!process.isAlive()) {
        throw new IOException(complaints(log));
      }
      try {
        console().version();
        return;
      } catch (IOException e) {
        if (System.nanoTime() > deadline) {
          throw new IOException(complaints(log) + " and its console: " + e.getMessage(), e);
        }
      }
      Thread.sleep(10);
    }
  }

  /** What a program says before it gives up: its errors, or its last lines where it has none. */
  private static String complaints(Path log) throws IOException {
    var lines = Files.readAllLines(log);
    var errors = lines.stream().filter(l -> l.matches(".*\\b(ERROR|FATAL|WARNING)\\b.*")).toList();
    var told = errors.isEmpty() ? lines : errors;
    return String.join("\n", told.subList(Math.max(0, told.size() - 5), told.size()));
  }

  /** A first connection through it, so that a server that refuses it is told of at once. */
  private void enter() throws IOException, InterruptedException {
    try (var connection = Entrance.through(this).connect(false, PATIENCE)) {
      Sql.execute(connection, "SELECT 1");
      connection.rollback();
    } catch (SQLException e) {
      var log = complaints(data().resolve(LOG));
      new ServerProcess(folder).stop();
      throw new IOException(
          "it runs, and cannot enter " + target.name() + ": " + e.getMessage() + "\n" + log, e);
    }
  }

  /** Ends the process and starts it again, so that nothing of what it knew is left. */
  public void restart() throws IOException, InterruptedException {
    new ServerProcess(folder).stop();
    begin();
  }

  /** Its port on 127.0.0.1. */
  public int port() throws IOException {
    var port = PORT.matcher(Files.readString(data().resolve(INI)));
    if (!port.find()) {
      throw new IOException(data().resolve(INI) + " names no listen_port");
    }
    return Integer.parseInt(port.group(1));
  }

  /** The way into its console. */
  public Console console() throws IOException {
    return new Console(port(), Console.passwordIn(data().resolve(USERS)));
  }

  /** The folder that it lives in. */
  public Path folder() {
    return folder;
  }

  PostgresTarget target() {
    return target;
  }

  private Path data() {
    return folder.resolve(EmbeddedServer.DATA);
  }
}
