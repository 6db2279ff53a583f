package dev.proven.postgres.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Entries as a server writes them, and files of them. */
final class LogText {
  static final String PREFIX = "%m [%p] %q%u@%d ";
  static final LogBounds BOUNDS = new LogBounds(1_000_000, 10_000, 10_000, 100, 100_000);

  private LogText() {}

  /** A message in the format stderr. */
  static String stderr(int pid, String database, String severity, String message) {
    return "2026-11-23 23:39:46.123 UTC ["
        + pid
        + "] app@"
        + database
        + " "
        + severity
        + ":  "
        + message.replace("\n", "\n\t")
        + "\n";
  }

  /** A record in the format csvlog. */
  static String csv(String session, String database, String message, String detail, String app) {
    return "2026-11-23 23:39:46.123 UTC,\"app\",\""
        + database
        + "\",42,\"127.0.0.1:5000\","
        + session
        + ",7,\"SELECT\",2026-11-23 23:39:40 UTC,3/4,0,LOG,00000,\""
        + message.replace("\"", "\"\"")
        + "\",\""
        + detail.replace("\"", "\"\"")
        + "\",,,,,,,,\""
        + app
        + "\",\"client backend\",,-123456\n";
  }

  static Path gzip(Path file, String text) throws IOException {
    try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }

  /** What the log in a file or a directory tells of the database shop. */
  static ServerLog read(Path path, LogBounds bounds) {
    var settings = new LogSettings(PREFIX, StandardCharsets.UTF_8, LogSampling.NONE);
    return ServerLog.read(LogFiles.of(path).orElseThrow(), "shop", settings, bounds);
  }

  static ServerLog read(Path path) {
    return read(path, BOUNDS);
  }
}
