package dev.proven.postgres;

import dev.proven.core.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** As whom the programs of an embedded server run: PostgreSQL refuses to run as root. */
public enum ServerUser {
  /** We are not root. */
  OURSELVES,
  /** In a user namespace root is nobody in particular, and its files stay its own. */
  NAMESPACE("unshare", "-U"),
  /** Where user namespaces are forbidden, as in many containers: the user nobody. */
  NOBODY("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

  private static final int NOBODY_ID = 65534;

  private static final class Holder {
    static final ServerUser CURRENT = find();
  }

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
  private final List<String> prefix;

  ServerUser(String... prefix) {
    this.prefix = List.of(prefix);
  }

  /** Whom our servers run as on this machine. */
  public static ServerUser current() {
    return Holder.CURRENT;
  }

  /** The command as it must be called in order to run as this user. */
  public List<String> command(List<String> command) {
    return Stream.concat(prefix.stream(), command.stream()).toList();
  }

  /** Gives a folder of ours to this user. */
  void own(Path folder) throws IOException, InterruptedException {
    if (this == NOBODY) {
      succeeds(List.of("chown", "-R", "65534:65534", folder.toString()));
    }
  }

  /** Whether a file belongs to us or to the user that our servers run as. */
  public static boolean mayOwn(Path file) throws IOException {
    int owner = (int) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    return owner == ourselves() || (owner == NOBODY_ID && current() == NOBODY);
  }

  /** By a file of our own: a user without an entry in passwd has a number and no name. */
  private static int ourselves() throws IOException {
    var file = Files.createTempFile(PrivateFolder.PREFIX, null);
    try {
      return (int) Files.getAttribute(file, "unix:uid");
    } finally {
      Files.delete(file);
    }
  }

  private static ServerUser find() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return OURSELVES;
    }
    for (var candidate : List.of(NAMESPACE, NOBODY)) {
      try {
        if (succeeds(candidate.command(List.of("true")))) {
          return candidate;
        }
      } catch (IOException e) {
        // That program is not installed: the next one may be.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    throw Problem.failed(
        "PostgreSQL refuses to run as root, and neither unshare nor setpriv can lower the rights.",
        "Run Proven as an ordinary user, or use your own server with a URL.");
  }

  private static boolean succeeds(List<String> command) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
  }
}
