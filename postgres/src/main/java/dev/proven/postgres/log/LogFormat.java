package dev.proven.postgres.log;

import java.util.Optional;
import java.util.regex.Pattern;

/** The formats in which a server logs. */
public enum LogFormat {
  STDERR(".log"),
  CSV(".csv"),
  JSON(".json");

  private static final Pattern ROTATED = Pattern.compile("([.-]\\d{1,20}){0,5}(\\.gz)?$");

  private final String extension;

  LogFormat(String extension) {
    this.extension = extension;
  }

  /**
   * The format that the server gives that extension; numbers behind it are those of rotated files.
   */
  static Optional<LogFormat> ofName(String name) {
    var bare = ROTATED.matcher(name).replaceFirst("");
    for (var format : values()) {
      if (bare.endsWith(format.extension)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  /** The format in which a line begins an entry. */
  static Optional<LogFormat> ofLine(String line) {
    if (JsonLog.begins(line)) {
      return Optional.of(JSON);
    }
    if (CsvLog.begins(line)) {
      return Optional.of(CSV);
    }
    return LinePrefix.begins(line) ? Optional.of(STDERR) : Optional.empty();
  }

  LogReader reader(LogLines lines, LinePrefix prefix, LogBounds bounds, Losses losses) {
    return switch (this) {
      case STDERR -> new StderrLog(lines, prefix, bounds, losses);
      case CSV -> new CsvLog(lines, bounds, losses);
      case JSON -> new JsonLog(lines, losses);
    };
  }

  /** As in log_destination. */
  public String title() {
    return switch (this) {
      case STDERR -> "stderr";
      case CSV -> "csvlog";
      case JSON -> "jsonlog";
    };
  }
}
