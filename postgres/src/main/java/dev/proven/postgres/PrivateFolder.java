package dev.proven.postgres;

import dev.proven.core.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Folders that only this user can look into. */
public final class PrivateFolder {
  /** With this begins the name of every folder that Proven creates and deletes. */
  static final String PREFIX = "proven-";

  /** Says in which folder it was written. Its name sorts before all others, see delete. */
  private static final String MARKER = ".made-by-proven";

  private PrivateFolder() {}

  /** The folder of that name of a run; it need not be there. */
  public static Path named(String runId, String name) {
    return parent().resolve(PREFIX + runId + "-" + name.replaceAll("[^A-Za-z0-9_]", "_"));
  }

  /** The names of a run's folders that are there, and begin like that behind the run's id. */
  static SortedSet<String> standing(String runId, String beginning) {
    var prefix = PREFIX + runId + "-" + beginning;
    try (var files = Files.list(parent())) {
      return files
          .map(f -> String.valueOf(f.getFileName()))
          .filter(n -> n.startsWith(prefix))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path parent() {
    return Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath().normalize();
  }

  /**
   * The folder of that name of a run, which must not be there: its undo would delete what somebody
   * else has put there.
   */
  static Path free(String runId, String name) {
    var folder = named(runId, name);
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw Problem.failed(
          folder + " is there already, and this run has not made it.",
          "Look whether another process works in it; if none does, delete it and run again.");
    }
    return folder;
  }

  /** Creates it; one that is there already was put there by somebody else, and is refused. */
  public static void create(Path folder) throws IOException {
    Files.createDirectory(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.writeString(folder.resolve(MARKER), folder + "\n");
  }

  /**
   * Refuses a folder that a journal names and that {@link #create} has not made: a journal may come
   * from anywhere, and what it names is about to be deleted. One that is not there is no harm, and
   * an empty one is what a process leaves that was killed before it could leave the marker.
   */
  static void mustBeOurs(Path folder) throws IOException {
    var name = String.valueOf(folder.getFileName());
    if (!name.startsWith(PREFIX) || !parent().resolve(name).equals(folder)) {
      throw new IOException(
          folder + " is not a folder that Proven has made: those lie in " + parent());
    }
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)
        && !(ServerUser.mayOwn(folder) && (isMarked(folder) || isEmpty(folder)))) {
      throw new IOException(
          folder + " was not made by Proven for this user and is left alone; look what it is");
    }
  }

  private static boolean isMarked(Path folder) throws IOException {
    var marker = folder.resolve(MARKER);
    return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        && Files.isRegularFile(marker, LinkOption.NOFOLLOW_LINKS)
        && Files.readString(marker).equals(folder + "\n");
  }

  private static boolean isEmpty(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (var files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  /**
   * Deletes it with all that is in it; links are not followed. The marker goes last, so that what
   * was begun and interrupted can be taken up again.
   */
  public static void delete(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (var paths = Files.walk(folder)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (NoSuchFileException | UncheckedIOException e) {
      // A process that was ending deleted a file of its own meanwhile: once more.
      if (Files.isDirectory(folder)) {
        throw new IOException(folder + " cannot be deleted: " + e.getMessage(), e);
      }
    }
  }
}
