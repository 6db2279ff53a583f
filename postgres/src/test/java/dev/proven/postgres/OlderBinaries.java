package dev.proven.postgres;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;

/** The programs of servers older than the bundled one, which the build puts into target/servers. */
public final class OlderBinaries {
  private OlderBinaries() {}

  /** Those of a major version. */
  public static Binaries of(int major) throws Exception {
    try (var jars = Files.list(Path.of("target", "servers"))) {
      var prefix = "postgres-" + major + ".";
      return unpacked(
          jars.filter(j -> String.valueOf(j.getFileName()).startsWith(prefix))
              .findFirst()
              .orElseThrow());
    }
  }

  private static Binaries unpacked(Path jar) throws Exception {
    try (var zip = new ZipFile(jar.toFile())) {
      var entry = zip.stream().filter(e -> e.getName().endsWith(".txz")).findFirst().orElseThrow();
      try (var in = zip.getInputStream(entry)) {
        return Binaries.unpacked(in.readAllBytes());
      }
    }
  }
}
