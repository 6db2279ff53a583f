package dev.proven.postgres;

import dev.proven.core.Problem;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/** The files of a server that does not run. */
final class ServerFolder {
  /** They tell of a process, not of the data. */
  private static final Set<String> OF_THE_PROCESS =
      Set.of("postmaster.pid", "postmaster.opts", "server.log");

  private ServerFolder() {}

  /** Copies all of it; the file's owner and rights stay as they are. */
  static void copy(Path from, Path to) throws IOException {
    checkRoom(from, to);
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            copyOne(folder, to.resolve(from.relativize(folder).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!attributes.isRegularFile()) {
              throw new IOException(file + " lies outside of the data folder and is not copied");
            }
            if (!OF_THE_PROCESS.contains(String.valueOf(file.getFileName()))) {
              copyOne(file, to.resolve(from.relativize(file).toString()));
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void copyOne(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
  }

  private static void checkRoom(Path from, Path to) throws IOException {
    long needed = bytes(from);
    long free = Files.getFileStore(to.getParent()).getUsableSpace();
    if (free < needed + needed / 10) {
      throw Problem.failed(
          "There is no room for a copy of the private server: it holds "
              + needed / 1_000_000
              + " MB, and "
              + free / 1_000_000
              + " MB are left.",
          "Free some of " + to.getParent() + ", or leave out the settings that need a restart.");
    }
  }

  private static long bytes(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.mapToLong(f -> f.toFile().length()).sum();
    }
  }
}
