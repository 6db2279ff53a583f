package dev.proven.postgres.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.proven.core.Pooler;
import dev.proven.core.evidence.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

final class DownloadTest {
  @TempDir private Path folder;

  private static byte[] debianPackage(String data, byte[] program) throws IOException {
    var tar = new ByteArrayOutputStream();
    try (var xz = new XZOutputStream(tar, new LZMA2Options(0));
        var out = new TarArchiveOutputStream(xz)) {
      var entry = new TarArchiveEntry("./usr/sbin/pgbouncer");
      entry.setSize(program.length);
      entry.setMode(0755);
      out.putArchiveEntry(entry);
      out.write(program);
      out.closeArchiveEntry();
    }
    var archive = new ByteArrayOutputStream();
    try (var out = new ArArchiveOutputStream(archive)) {
      add(out, "debian-binary", "2.0\n".getBytes(StandardCharsets.US_ASCII));
      add(out, data, tar.toByteArray());
    }
    return archive.toByteArray();
  }

  private static void add(ArArchiveOutputStream out, String name, byte[] bytes) throws IOException {
    out.putArchiveEntry(new ArArchiveEntry(name, bytes.length));
    out.write(bytes);
    out.closeArchiveEntry();
  }

  private static byte[] program() throws IOException {
    return Files.readAllBytes(Bouncers.program().path());
  }

  private static Program.Found find(String url) {
    return Program.find(new Pooler(url, false));
  }

  private String file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("fetched"), bytes).toUri().toString().replace("///", "/");
  }

  @Test
  void aDebianPackageIsUnpackedAndItsProgramRuns() throws IOException {
    var found =
        find(
            "file://"
                + Files.write(folder.resolve("p.deb"), debianPackage("data.tar.xz", program())));
    assertThat(found.missing()).isEmpty();
    assertThat(found.program())
        .isNotNull()
        .extracting(Program::version)
        .isEqualTo(Bouncers.program().version());
  }

  @Test
  void aPackageThatCannotBeReadIsTold() throws IOException {
    assertThat(
            find("file://"
                    + Files.write(
                        folder.resolve("z.deb"), debianPackage("data.tar.zst", program())))
                .missing())
        .contains("data.tar.zst", "only data.tar.xz");
    assertThat(find(file("not a program".getBytes(StandardCharsets.UTF_8))).missing()).isNotEmpty();
    assertThat(find("file:///no/such/program").missing()).contains("cannot be fetched");
  }

  @Test
  void overAnOpenLineOnlyWhatHasTheDigestIsTaken() throws Exception {
    byte[] bytes = program();
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, bytes.length);
          try (var out = exchange.getResponseBody()) {
            out.write(bytes);
          }
        });
    server.start();
    try {
      var url = "http://127.0.0.1:" + server.getAddress().getPort() + "/pgbouncer";
      var digest = Sha256.hex(Sha256.digest().digest(bytes));
      assertThat(find(url + "#sha256=" + digest).missing()).isEmpty();
      assertThat(find(url + "#sha256=" + "0".repeat(64)).missing())
          .contains("not the one demanded");
      assertThat(find(url).missing()).contains("#sha256=");
    } finally {
      server.stop(0);
    }
    assertThatThrownBy(() -> Download.of("ftp://h/x#sha256=00")).hasMessageContaining("https");
    assertThatThrownBy(() -> Download.of("https://h h/")).hasMessageContaining("malformed");
  }
}
