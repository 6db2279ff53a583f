package dev.proven.postgres.log;

import dev.proven.core.Problem;
import dev.proven.core.Workload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The files of a server's log, all in one format.
 *
 * @param path that the user has named
 * @param format of all of them
 * @param files the youngest first
 * @param leftOut files beside them that are not read
 */
public record LogFiles(
    Path path, LogFormat format, List<Path> files, List<Workload.LeftOut> leftOut) {
  private static final int MOST_FILES = 10_000;
  private static final int LOOKED_AT = 200;
  private static final int BEGINNING = 2_000;
  private static final int MOST_NAMED = 10;

  /** Enough to see a format, and little of a file that has no lines. */
  private static final LogBounds FIRST_LINES = new LogBounds(1 << 24, LOOKED_AT * 10L, 0, 0, 0);

  private static final Pattern PACKED = Pattern.compile("\\.(zst|xz|bz2|lz4|lzma|zip|7z)$");

  /** The formats are the server's; anything else is said in words. */
  private static final String FORMATS =
      "A log in the format stderr, csvlog or jsonlog can be read, each also as .gz.";

  /**
   * What was named, where it is a directory, or its name or its first line shows a log.
   *
   * @throws Problem usage, where it has the name of a log and is none, or cannot be read
   */
  public static Optional<LogFiles> of(Path path) {
    try {
      if (Files.isDirectory(path)) {
        return Optional.of(directory(path));
      }
      return Files.exists(path) ? file(path) : Optional.empty();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  static Problem unreadable(Path path, IOException e) {
    return Problem.usage(
            path + " cannot be read: " + e.getClass().getSimpleName() + " " + e.getMessage() + ".",
            "Name a readable file of SQL statements, or a server's log. " + FORMATS)
        .causedBy(e);
  }

  private static Optional<LogFiles> file(Path path) throws IOException {
    var name = String.valueOf(path.getFileName());
    if (name.endsWith(".sql") || !Files.isRegularFile(path)) {
      return Optional.empty();
    }
    if (PACKED.matcher(name).find()) {
      throw Problem.usage(
          path + " is packed in a way that is not read.",
          "Unpack it, or pack it with gzip. " + FORMATS);
    }
    boolean namedSo = LogLines.isCompressed(path) || LogFormat.ofName(name).isPresent();
    var format = format(path, namedSo ? LOOKED_AT : 1);
    if (format.isEmpty() && namedSo) {
      throw Problem.usage(
          path + " looks like no log of PostgreSQL.",
          FORMATS + " A file of SQL statements has another name, such as work.sql.");
    }
    return format.map(f -> new LogFiles(path, f, List.of(path), List.of()));
  }

  /** The format that one of the first lines shows; of an empty file the one that its name shows. */
  private static Optional<LogFormat> format(Path file, int most) throws IOException {
    var budget = new LogLines.Budget(FIRST_LINES);
    try (var lines = LogLines.open(file, StandardCharsets.UTF_8, budget, BEGINNING)) {
      int seen = 0;
      for (var line = lines.next(); line != null && seen < most; line = lines.next()) {
        if (!line.isBlank()) {
          seen++;
          var format = LogFormat.ofLine(line);
          if (format.isPresent()) {
            return format;
          }
        }
      }
      return seen == 0 ? LogFormat.ofName(file.toString()) : Optional.empty();
    }
  }

  private record Found(Path file, long bytes, FileTime changed) {}

  private static LogFiles directory(Path path) throws IOException {
    var byFormat = new EnumMap<LogFormat, List<Found>>(LogFormat.class);
    var none = new ArrayList<Path>();
    for (var file : entries(path)) {
      var found = readable(file) ? format(file, LOOKED_AT) : Optional.<LogFormat>empty();
      if (found.isEmpty()) {
        none.add(file);
      } else {
        byFormat
            .computeIfAbsent(found.get(), _ -> new ArrayList<>())
            .add(new Found(file, Files.size(file), Files.getLastModifiedTime(file)));
      }
    }
    var fullest =
        byFormat.entrySet().stream()
            .max(Comparator.comparingLong(e -> bytes(e.getValue())))
            .map(Map.Entry::getKey)
            .orElseThrow(() -> empty(path));
    var leftOut = leftOut(path, none);
    byFormat.forEach((format, _) -> {
      if (format != fullest) {
        leftOut.add(
            new Workload.LeftOut(
                "the files in the format " + format.title() + " in " + path,
                "a server that logs in several formats tells the same in each; most is told in "
                    + fullest.title()));
      }
    });
    var files = byFormat.getOrDefault(fullest, List.of());
    return new LogFiles(path, fullest, youngestFirst(files), leftOut);
  }

  private static List<Workload.LeftOut> leftOut(Path path, List<Path> none) {
    var reason = "no log that can be read";
    var leftOut = new ArrayList<Workload.LeftOut>();
    none.stream()
        .limit(MOST_NAMED)
        .forEach(f -> leftOut.add(new Workload.LeftOut(f.toString(), reason)));
    if (none.size() > MOST_NAMED) {
      leftOut.add(
          new Workload.LeftOut((none.size() - MOST_NAMED) + " further files in " + path, reason));
    }
    return leftOut;
  }

  private static List<Path> entries(Path path) throws IOException {
    try (var list = Files.list(path)) {
      return list.filter(Files::isRegularFile)
          .filter(f -> !String.valueOf(f.getFileName()).endsWith(".sql"))
          .limit(MOST_FILES)
          .sorted()
          .toList();
    }
  }

  private static boolean readable(Path file) {
    if (!Files.isReadable(file)) {
      return false;
    }
    var budget = new LogLines.Budget(FIRST_LINES);
    try (var _ = LogLines.open(file, StandardCharsets.UTF_8, budget, 1)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static long bytes(List<Found> files) {
    return files.stream().mapToLong(Found::bytes).sum();
  }

  private static List<Path> youngestFirst(List<Found> files) {
    return files.stream()
        .sorted(Comparator.comparing(Found::changed).thenComparing(Found::file).reversed())
        .map(Found::file)
        .toList();
  }

  private static Problem empty(Path path) {
    return Problem.usage("The directory " + path + " holds no log of PostgreSQL.", FORMATS);
  }
}
