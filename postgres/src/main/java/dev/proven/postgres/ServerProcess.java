package dev.proven.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The processes of a private server, known by their command lines, which name its private folder:
 * initdb, pg_ctl, and the postmaster, or a bouncer. That finds also one that was just being started
 * when its maker was killed, before it wrote its number down, and never takes another process for
 * it.
 *
 * @param folder the private folder
 */
record ServerProcess(Path folder) {
  private static final Duration FAST = Duration.ofSeconds(15);
  private static final Duration POLITE = Duration.ofSeconds(3);
  private static final Duration IMMEDIATE = Duration.ofSeconds(25);
  private static final Duration END = Duration.ofSeconds(40);

  boolean isAlive() {
    return processes().stream().anyMatch(ServerProcess::isPostmaster);
  }

  /** Whether any process of it is there. */
  boolean isAnyAlive() {
    return !processes().isEmpty();
  }

  private static boolean isPostmaster(ProcessHandle process) {
    return program(process).equals("postgres");
  }

  /** Ends them all and returns when they are gone. */
  void stop() throws IOException, InterruptedException {
    long start = System.nanoTime();
    Set<String> told = new HashSet<>();
    int nothingFound = 0;
    // Twice, because a process that is replacing itself by another is not seen for a moment.
    while (nothingFound < 2) {
      var processes = processes();
      nothingFound = processes.isEmpty() ? nothingFound + 1 : 0;
      var waited = Duration.ofNanos(System.nanoTime() - start);
      if (waited.compareTo(END) > 0) {
        throw new IOException("The server in " + folder + " does not end");
      }
      for (var process : processes) {
        tell(process, signal(process, waited), told);
      }
      Thread.sleep(20);
    }
  }

  /**
   * What a postmaster understands: INT ends it at once and tidily, QUIT less tidily. The others
   * keep nothing that could be lost; a bouncer from 1.23 on takes TERM as a wish to wait for its
   * clients.
   */
  private static String signal(ProcessHandle process, Duration waited) {
    if (!isPostmaster(process)) {
      return waited.compareTo(POLITE) > 0 ? "KILL" : "TERM";
    }
    if (waited.compareTo(IMMEDIATE) > 0) {
      return "KILL";
    }
    return waited.compareTo(FAST) > 0 ? "QUIT" : "INT";
  }

  private static void tell(ProcessHandle process, String signal, Set<String> told)
      throws IOException, InterruptedException {
    if (!told.add(process.pid() + signal)) {
      return;
    }
    var kill =
        new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    kill.waitFor(5, TimeUnit.SECONDS);
  }

  private List<ProcessHandle> processes() {
    var data = folder.resolve(EmbeddedServer.DATA).toString();
    return ProcessHandle.allProcesses()
        .filter(p -> p.pid() != ProcessHandle.current().pid())
        .filter(p -> commandLine(p).filter(c -> names(c, data)).isPresent())
        .toList();
  }

  private static boolean names(String commandLine, String data) {
    return commandLine.contains(data + " ")
        || commandLine.endsWith(data)
        || commandLine.contains(data + "/");
  }

  private static String program(ProcessHandle process) {
    var command = commandLine(process).orElse("").split(" ", 2)[0];
    return command.substring(command.lastIndexOf('/') + 1);
  }

  private static Optional<String> commandLine(ProcessHandle process) {
    return process.info().commandLine();
  }
}
