package dev.proven.core.evidence;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** The process that makes a run, so that nobody takes back the changes of one that still runs. */
public final class Owner {
  static final String FILE = "process";

  private Owner() {}

  /** Notes this process as the owner of a run folder. */
  public static void sign(Path root) throws IOException {
    sign(root, ProcessHandle.current());
  }

  static void sign(Path root, ProcessHandle process) throws IOException {
    Files.writeString(root.resolve(FILE), describe(process));
  }

  /** Whether the process that owns the run is still alive; its number and start must both fit. */
  public static boolean alive(Path root) {
    var file = root.resolve(FILE);
    try {
      if (!Files.exists(file)) {
        return false;
      }
      var text = Files.readString(file);
      long pid = Long.parseLong(text.substring(0, Math.max(text.indexOf(' '), 0)));
      return pid != ProcessHandle.current().pid()
          && ProcessHandle.of(pid).map(p -> describe(p).equals(text)).orElse(false)
          && !isZombie(pid);
    } catch (IOException | NumberFormatException e) {
      return false;
    }
  }

  /**
   * Whether the process has ended and only its parent has not taken note: in a container whose
   * first process reaps nobody it stays in the list for ever, with its number and its start.
   */
  private static boolean isZombie(long pid) {
    try {
      var stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"), ISO_8859_1);
      // The state follows the name, which stands in brackets and may hold anything.
      return "ZX".indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) >= 0;
    } catch (IOException e) {
      return false; // No /proc here, or the process has gone meanwhile.
    }
  }

  private static String describe(ProcessHandle process) {
    return process.pid() + " " + process.info().startInstant().orElse(Instant.EPOCH) + "\n";
  }
}
