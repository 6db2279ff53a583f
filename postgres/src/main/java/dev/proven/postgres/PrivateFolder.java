package dev.proven.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;

/** Folders that only this user can look into. */
final class PrivateFolder {
  /** With this begins the name of every folder that Proven creates and deletes. */
  static final String PREFIX = "proven-";

  private PrivateFolder() {}

  static Path named(String runId, String name) {
    return Path.of(System.getProperty("java.io.tmpdir"))
        .toAbsolutePath()
        .resolve(PREFIX + runId + "-" + name.replaceAll("[^A-Za-z0-9_]", "_"));
  }

  /** Creates it; one that is there already was put there by somebody else, and is refused. */
  static void create(Path folder) throws IOException {
    Files.createDirectory(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /** Deletes it with all that is in it; links are not followed. */
  static void delete(Path folder) throws IOException {
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
