package dev.proven.core.evidence;

import dev.proven.core.Json;
import dev.proven.core.Problem;
import dev.proven.core.experiment.Declaration;
import dev.proven.core.experiment.Judgement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The folder of one run: the journal, a folder for each experiment (declaration, samples,
 * judgement), the record of the whole, the views made of it, and the manifest of hashes.
 *
 * @param root such as {@code runs/20261123-104500-3fa9}
 */
public record RunFolder(Path root) {
  public static final String RECORD = "run.json";
  public static final String JOURNAL = "journal.jsonl";

  /** Below it lies what was put into a real target, one folder each time. */
  public static final String APPLIED = "applied";

  private static final String DECLARATION = "declaration.json";
  private static final String SAMPLES = "samples.csv.gz";
  private static final String JUDGEMENT = "judgement.json";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** A new run below that folder, named by the time and two random bytes; not on disk yet. */
  public static RunFolder named(Path runs, Instant now) {
    var bytes = new byte[2];
    new Random().nextBytes(bytes);
    return new RunFolder(runs.resolve(STAMP.format(now) + "-" + HexFormat.of().formatHex(bytes)));
  }

  /** Makes the folder. */
  public RunFolder create() {
    try {
      Files.createDirectories(root);
      return this;
    } catch (IOException e) {
      throw Problem.failed(
              "The folder " + root + " cannot be made: " + e.getMessage(),
              "Nothing was changed. Choose a folder that can be written with --runs.")
          .causedBy(e);
    }
  }

  /**
   * Deletes the folder if nothing is in it but a journal and the note of its owner: of a run that
   * could not begin, or a plan. The caller knows that every change in the journal was taken back.
   */
  public void withdraw() {
    if (!Files.isDirectory(root)) {
      return;
    }
    try (Stream<Path> list = Files.list(root)) {
      var files = list.toList();
      if (files.stream().allMatch(f -> f.endsWith(JOURNAL) || f.endsWith(Owner.FILE))) {
        for (Path file : files) {
          Files.delete(file);
        }
        Files.delete(root);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An existing run, by its folder or by its id below the folder of runs. */
  public static RunFolder find(Path runs, String run) {
    for (var candidate : List.of(Path.of(run), runs.resolve(run))) {
      if (Files.isDirectory(candidate) && looksLikeRun(candidate)) {
        return new RunFolder(candidate);
      }
    }
    throw Problem.usage(
        "There is no run " + run + ".",
        "Name a run's folder or its id below " + runs + "; its runs are: " + names(runs));
  }

  /** All runs below a folder, the latest last. */
  public static List<RunFolder> all(Path runs) {
    if (!Files.isDirectory(runs)) {
      return List.of();
    }
    try (Stream<Path> list = Files.list(runs)) {
      return list.filter(RunFolder::looksLikeRun).sorted().map(RunFolder::new).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String names(Path runs) {
    var all = all(runs);
    return all.isEmpty()
        ? "none"
        : String.join(", ", all.reversed().stream().limit(5).map(RunFolder::id).toList());
  }

  private static boolean looksLikeRun(Path folder) {
    return Files.exists(folder.resolve(JOURNAL)) || Files.exists(folder.resolve(RECORD));
  }

  public String id() {
    return String.valueOf(root.toAbsolutePath().normalize().getFileName());
  }

  public Path journal() {
    return root.resolve(JOURNAL);
  }

  /** Whether a target came to its end. */
  public boolean hasRecord() {
    return Files.exists(root.resolve(RECORD));
  }

  public void write(RunRecord head) {
    Json.write(root.resolve(RECORD), head);
  }

  public void declare(String experiment, Declaration declaration) {
    Json.write(root.resolve(experiment).resolve(DECLARATION), declaration);
  }

  /** The file for an experiment's samples, opened before its first block. */
  public SampleFile samples(String experiment) throws IOException {
    return SampleFile.create(root.resolve(experiment).resolve(SAMPLES));
  }

  public void judge(String experiment, Judgement judgement) {
    Json.write(root.resolve(experiment).resolve(JUDGEMENT), judgement);
  }

  /** Writes a view beside the evidence. */
  public void view(String name, String text) {
    try {
      Files.writeString(root.resolve(name), text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads the whole run back. */
  public Run read() {
    var head = head();
    var experiments = new ArrayList<ExperimentEvidence>();
    for (var target : head.targets()) {
      target.experiments().forEach(folder -> experiments.add(experiment(folder)));
    }
    return new Run(head, experiments);
  }

  /** Reads the head of the run. */
  public RunRecord head() {
    if (!hasRecord()) {
      throw Problem.failed(
          "The run " + id() + " has no " + RECORD + ": it did not come to its end.",
          "Take back what it left with: proven undo " + root + "; then run again.");
    }
    return Json.read(root.resolve(RECORD), RunRecord.class);
  }

  /** The experiments' folders as they stand on disk, whatever the head says of them. */
  public List<String> experimentsOnDisk() {
    try (Stream<Path> list = Files.list(root)) {
      return list.filter(folder -> Files.exists(folder.resolve(DECLARATION)))
          .map(folder -> String.valueOf(folder.getFileName()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads the experiment in that folder back. */
  ExperimentEvidence experiment(String folder) {
    var path = root.resolve(folder);
    return new ExperimentEvidence(
        folder,
        Json.read(path.resolve(DECLARATION), Declaration.class),
        SampleFile.read(path.resolve(SAMPLES)),
        Json.read(path.resolve(JUDGEMENT), Judgement.class));
  }
}
