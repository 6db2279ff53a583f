package dev.proven.postgres;

import dev.proven.core.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Stops, starts and restarts a private server, and tries values before it gets them.
 *
 * @param folder the server's private folder
 * @param binaries its programs
 */
public record ServerControl(Path folder, Binaries binaries) {
  private static final String LOG = "server.log";

  /** By what the server itself wrote down when it was started. */
  static ServerControl of(Path folder) throws IOException {
    var options = Files.readString(folder.resolve(EmbeddedServer.DATA).resolve("postmaster.opts"));
    int end = options.indexOf(" \"");
    var program = Path.of(end < 0 ? options.strip() : options.substring(0, end));
    var bin = program.getParent();
    if (bin == null || bin.getParent() == null) {
      throw new IOException("The server in " + folder + " does not say where its programs are");
    }
    return new ServerControl(folder, new Binaries(bin.getParent()));
  }

  private Path data() {
    return folder.resolve(EmbeddedServer.DATA);
  }

  /** Ends its sessions, stops it tidily and starts it on the same port. */
  void restart() throws IOException, InterruptedException {
    call("restart", "--mode=fast", "--log=" + data().resolve(LOG));
  }

  /** Stops it tidily: all that it holds is on disk then. */
  void stop() throws IOException, InterruptedException {
    call("stop", "--mode=fast");
  }

  void start(int port) throws IOException, InterruptedException {
    call("start", "--log=" + data().resolve(LOG), "--options=-p " + port);
  }

  private void call(String action, String... more) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(binaries.program("pg_ctl").toString());
    command.add(action);
    command.addAll(List.of("--wait", "--timeout=120", "--pgdata=" + data()));
    command.addAll(List.of(more));
    EmbeddedServer.call(folder, command, "start.log");
  }

  /**
   * Lets the server's own program read a value, without starting it.
   *
   * @throws Problem if it refuses the value
   */
  void mustAccept(String setting, String value) throws IOException, InterruptedException {
    var program = binaries.program("postgres").toString();
    var assignment = setting + "=" + value;
    try {
      EmbeddedServer.call(
          folder,
          List.of(program, "-C", setting, "-D", data().toString(), "-c", assignment),
          "check.log");
    } catch (IOException e) {
      throw Problem.usage(
              "The server refuses " + setting + " = " + value + ": " + e.getMessage(),
              "Nothing was started and nothing was changed. Choose a value that it takes.")
          .causedBy(e);
    }
  }

  /** What ALTER SYSTEM does, for a server that does not run. */
  static void setOffline(Path folder, String setting, Optional<String> value) throws IOException {
    var file = folder.resolve(EmbeddedServer.DATA).resolve("postgresql.auto.conf");
    if (!Files.isRegularFile(file)) {
      return;
    }
    var lines = new ArrayList<>(Files.readAllLines(file));
    lines.removeIf(line -> line.startsWith(setting + " =") || line.startsWith(setting + "="));
    value.ifPresent(v -> lines.add(setting + " = '" + v.replace("'", "''") + "'"));
    Files.write(file, lines);
  }
}
