package dev.proven.core.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** The process that makes a run, so that nobody takes back the changes of one that still runs. */
public final class Owner {
  private static final String FILE = "process";

  private Owner() {}

  /** Notes this process as the owner of a run folder. */
  public static void sign(Path root) {
    try {
      Files.writeString(root.resolve(FILE), describe(ProcessHandle.current()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes a run folder in which nothing but this note was ever written. */
  public static void withdraw(Path root) {
    try (var files = Files.list(root)) {
      if (files.allMatch(f -> f.endsWith(FILE))) {
        Files.deleteIfExists(root.resolve(FILE));
        Files.delete(root);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
          && ProcessHandle.of(pid).map(p -> describe(p).equals(text)).orElse(false);
    } catch (IOException | NumberFormatException e) {
      return false;
    }
  }

  private static String describe(ProcessHandle process) {
    return process.pid() + " " + process.info().startInstant().orElse(Instant.EPOCH) + "\n";
  }
}
