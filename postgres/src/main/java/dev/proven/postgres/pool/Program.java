package dev.proven.postgres.pool;

import dev.proven.core.Pooler;
import dev.proven.postgres.ServerUser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PgBouncer that can be started here.
 *
 * @param path of its program
 * @param version that it printed
 */
record Program(Path path, Version version) {
  private static final String NAME = "pgbouncer";
  private static final String INSTALL =
      "Install it (on Debian and Ubuntu, as root: apt-get install pgbouncer), or name its program"
          + " under pgbouncer: program: in sprint.yaml.";

  /** Where packages put it and a user's PATH may not reach. */
  private static final List<String> USUAL =
      List.of("/usr/sbin", "/usr/local/sbin", "/usr/local/bin", "/opt/homebrew/bin");

  /**
   * A program, or the reason why there is none.
   *
   * @param program null where none was found
   * @param missing what is missing and what to do about it; empty where one was found
   */
  record Found(@Nullable Program program, String missing) {
    static Found none(String what, String advice) {
      return new Found(null, what + " " + advice);
    }
  }

  /** The one that the user wants, or else the one that is installed. */
  static Found find(Pooler pooler) {
    var wanted = pooler.program();
    if (wanted == null) {
      return installed()
          .map(Program::at)
          .orElseGet(() -> Found.none("PgBouncer is not installed.", INSTALL));
    }
    if (wanted.contains("://")) {
      try {
        return at(Download.of(wanted).program());
      } catch (IOException e) {
        return Found.none(
            "PgBouncer cannot be fetched: " + e.getMessage() + ".", "Correct the URL. " + INSTALL);
      }
    }
    return wanted.contains("/")
        ? at(Path.of(wanted))
        : onPath(wanted)
            .map(Program::at)
            .orElseGet(() -> Found.none("There is no program " + wanted + ".", INSTALL));
  }

  private static Optional<Path> installed() {
    return onPath(NAME);
  }

  private static Optional<Path> onPath(String name) {
    var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.concat(Stream.of(path.split(":", -1)), USUAL.stream())
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Found at(Path path) {
    if (!Files.isRegularFile(path)) {
      return Found.none("There is no program " + path + ".", INSTALL);
    }
    if (!Files.isExecutable(path)) {
      return Found.none(path + " is not a program.", "Make it executable. " + INSTALL);
    }
    try {
      var printed = print(path);
      return Version.parse(printed)
          .map(version -> new Found(new Program(path.toAbsolutePath(), version), ""))
          .orElseGet(() ->
              Found.none(
                  path
                      + " is no PgBouncer: asked for its version it says \""
                      + first(printed)
                      + "\".",
                  INSTALL));
    } catch (IOException e) {
      return Found.none(path + " cannot be started: " + e.getMessage() + ".", INSTALL);
    }
  }

  /** As the user who will run it: what root may do says nothing of that. */
  private static String print(Path path) throws IOException {
    var process =
        new ProcessBuilder(
                ServerUser.current()
                    .command(List.of(path.toAbsolutePath().toString(), "--version")))
            .redirectErrorStream(true)
            .start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        throw new IOException("it does not tell its version");
      }
      return new String(process.getInputStream().readNBytes(4096), StandardCharsets.UTF_8);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static String first(String printed) {
    var line = printed.lines().findFirst().orElse("").strip();
    return line.length() <= 80 ? line : line.substring(0, 80);
  }

  @Override
  public String toString() {
    return "PgBouncer " + version + " (" + path + ")";
  }
}
