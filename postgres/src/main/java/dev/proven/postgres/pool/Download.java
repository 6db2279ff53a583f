package dev.proven.postgres.pool;

import dev.proven.core.evidence.Sha256;
import dev.proven.postgres.Binaries;
import dev.proven.postgres.ServerUser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * A program that lies elsewhere: the program itself, or a Debian package with it. It is fetched
 * once and kept under the digest of what was fetched, which the URL can demand with {@code
 * #sha256=...}.
 *
 * @param source without the digest
 * @param sha256 that is demanded, in hexadecimal; empty where none is
 */
record Download(URI source, String sha256) {
  private static final int MOST_BYTES = 64 << 20;
  private static final int MILLIS = 30_000;
  private static final String DIGEST = "sha256=";

  /**
   * Reads a URL.
   *
   * @throws IOException if it is none, or its contents could be exchanged on the way unseen
   */
  static Download of(String url) throws IOException {
    try {
      var uri = new URI(url);
      var fragment = uri.getFragment() == null ? "" : uri.getFragment();
      var sha256 = fragment.startsWith(DIGEST) ? fragment.substring(DIGEST.length()) : "";
      var scheme = String.valueOf(uri.getScheme());
      boolean safe = scheme.equals("https") || scheme.equals("file") || !sha256.isEmpty();
      if (!safe || !(scheme.equals("http") || scheme.equals("https") || scheme.equals("file"))) {
        throw new IOException(
            "the URL must begin with https or file, or with http and end with #sha256= and the"
                + " digest");
      }
      return new Download(new URI(url.split("#", 2)[0]), sha256.toLowerCase(java.util.Locale.ROOT));
    } catch (URISyntaxException e) {
      throw new IOException("the URL is malformed at position " + e.getIndex(), e);
    }
  }

  /** The program on this machine, fetched if it is not here yet. */
  Path program() throws IOException {
    var kept = sha256.isEmpty() ? null : kept(sha256);
    if (kept != null && Files.isExecutable(kept) && ServerUser.mayOwn(kept)) {
      return kept;
    }
    var bytes = fetch();
    var digest = Sha256.hex(Sha256.digest().digest(bytes));
    if (!sha256.isEmpty() && !digest.equals(sha256)) {
      throw new IOException("what lies there has the SHA-256 " + digest + ", not the one demanded");
    }
    return keep(isPackage(bytes) ? unpacked(bytes) : bytes, kept(digest));
  }

  private static Path kept(String digest) {
    return Binaries.cache().resolve("pgbouncer-" + digest);
  }

  private byte[] fetch() throws IOException {
    URLConnection connection = source.toURL().openConnection();
    connection.setConnectTimeout(MILLIS);
    connection.setReadTimeout(MILLIS);
    try (InputStream in = connection.getInputStream()) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new IOException("what lies there is larger than 64 MB");
      }
      return bytes;
    }
  }

  private static boolean isPackage(byte[] bytes) {
    return ArArchiveInputStream.matches(Arrays.copyOf(bytes, 8), 8);
  }

  private static byte[] unpacked(byte[] bytes) throws IOException {
    try (var archive = new ArArchiveInputStream(new ByteArrayInputStream(bytes))) {
      for (var entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
        if (entry.getName().startsWith("data.tar")) {
          if (!entry.getName().equals("data.tar.xz")) {
            throw new IOException(
                "the package holds " + entry.getName() + ", and only data.tar.xz can be read");
          }
          return program(archive);
        }
      }
    }
    throw new IOException("the package holds no data.tar.xz");
  }

  private static byte[] program(InputStream data) throws IOException {
    var tar = new TarArchiveInputStream(new XZInputStream(data));
    for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      if (entry.isFile() && entry.getName().endsWith("/sbin/pgbouncer")) {
        byte[] program = tar.readNBytes(MOST_BYTES);
        if (program.length < MOST_BYTES) {
          return program;
        }
      }
    }
    throw new IOException("the package holds no pgbouncer");
  }

  /** It gets its name when it is whole. */
  private static Path keep(byte[] program, Path path) throws IOException {
    Files.createDirectories(path.getParent());
    var unfinished = Files.createTempFile(path.getParent(), "unfinished-", "");
    try {
      Files.write(unfinished, program);
      Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
    return path;
  }
}
