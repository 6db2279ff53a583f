package dev.proven.core.apply;

import dev.proven.core.Json;
import dev.proven.core.evidence.RunFolder;
import dev.proven.core.watch.Baseline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of one call of apply: its journal, the load before it, and when it is finished what
 * was done.
 *
 * @param root such as {@code runs/20261123-104500-3fa9/applied/20261124-090000}
 */
public record AppliedFolder(Path root) {
  public static final String RECORD = "applied.json";
  public static final String BASELINE = "baseline.json";
  private static final String BY_HAND = "by-hand-";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** A new one of that run; not on disk yet. */
  public static AppliedFolder named(RunFolder run, Instant now) {
    return new AppliedFolder(run.root().resolve(RunFolder.APPLIED).resolve(STAMP.format(now)));
  }

  /** All of a run, the latest first. */
  public static List<AppliedFolder> all(RunFolder run) {
    var parent = run.root().resolve(RunFolder.APPLIED);
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> list = Files.list(parent)) {
      return list.filter(Files::isDirectory)
          .sorted(Comparator.reverseOrder())
          .map(AppliedFolder::new)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path journal() {
    return root.resolve(RunFolder.JOURNAL);
  }

  /** What was done; empty where the process was ended before it was done. */
  public Optional<AppliedRecord> finished() {
    var file = root.resolve(RECORD);
    return Files.exists(file)
        ? Optional.of(Json.read(file, AppliedRecord.class))
        : Optional.empty();
  }

  /** Says that everything was made; from then on it is in force on purpose. */
  public void finish(AppliedRecord record) {
    write(RECORD, Json.pretty(record));
  }

  public void write(Baseline baseline) {
    write(BASELINE, Json.pretty(baseline));
  }

  /** The load before; empty where none was recorded. */
  public Optional<Baseline> baseline() {
    var file = root.resolve(BASELINE);
    return Files.exists(file) ? Optional.of(Json.read(file, Baseline.class)) : Optional.empty();
  }

  /**
   * Writes a file for a change that is made by hand; two of one name stand side by side.
   *
   * @param number of the change, from 1
   * @return its name in this folder
   */
  public String handOver(int number, String name, String text) {
    var numbered = String.format(Locale.ROOT, "%s%02d-%s", BY_HAND, number, name);
    write(numbered, text);
    return numbered;
  }

  /** Writes a file wholly or not at all. */
  public void write(String name, String text) {
    var unfinished = root.resolve("." + name);
    try {
      Files.createDirectories(root);
      Files.writeString(unfinished, text, StandardCharsets.UTF_8);
      try (var file =
          java.nio.channels.FileChannel.open(unfinished, java.nio.file.StandardOpenOption.WRITE)) {
        file.force(true);
      }
      Files.move(unfinished, root.resolve(name), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      delete(unfinished, e);
      throw new UncheckedIOException(e);
    }
  }

  /** A half of it would take the room that the journal needs on a disk that is full. */
  private static void delete(Path unfinished, IOException reason) {
    try {
      Files.deleteIfExists(unfinished);
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }
}
