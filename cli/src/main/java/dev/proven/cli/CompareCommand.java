package dev.proven.cli;

import dev.proven.core.Problem;
import dev.proven.core.compare.PairedFile;
import dev.proven.core.compare.UnpairedComparison;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code proven compare}: judges measurements that somebody else made. */
@Command(
    name = "compare",
    sortOptions = false,
    description = {
      "Judges files of measurements.",
      "One or two CSV files with block,arm,metric,value (arms A and B, one value or several for"
          + " each block), or two files of one number a line, before and after."
    })
final class CompareCommand implements Callable<Integer> {
  /** The name of what two files of numbers hold. */
  private static final String ONLY_METRIC = "value";

  @Parameters(paramLabel = "FILE", arity = "1..2", description = "The measurements.")
  List<Path> files = new ArrayList<>();

  @Option(
      names = "--higher",
      paramLabel = "METRIC",
      split = ",",
      description =
          "Metrics of which more is better, such as throughput (for two files of numbers: value).")
  List<String> higher = new ArrayList<>();

  @Mixin Options options = new Options();
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    for (Path file : files) {
      if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
        throw Problem.usage(
            "The file " + file + " cannot be read.", "Name a readable file of measurements.");
      }
    }
    var out = spec.commandLine().getOut();
    if (PairedFile.isOne(files.getFirst())) {
      paired(out);
    } else {
      unpaired(out);
    }
    out.flush();
    return 0;
  }

  private void paired(PrintWriter out) {
    var paired = new PairedFile();
    files.forEach(paired::add);
    var comparisons = paired.judge(new HashSet<>(higher));
    if (options.json) {
      out.print(PairedText.json(comparisons));
    } else {
      PairedText.print(out, comparisons);
    }
  }

  private void unpaired(PrintWriter out) {
    if (files.size() != 2) {
      throw Problem.usage(
          files.getFirst() + " has no header with block,arm,metric,value.",
          "Give such a CSV file, or two files of one number a line.");
    }
    if (!List.of(ONLY_METRIC).containsAll(higher)) {
      throw Problem.usage(
          "Two files of numbers hold one metric, which is called " + ONLY_METRIC + ".",
          "Say --higher " + ONLY_METRIC + " where more of it is better.");
    }
    var comparison = UnpairedComparison.of(files.get(0), files.get(1), !higher.isEmpty());
    if (options.json) {
      out.print(UnpairedText.json(comparison));
    } else {
      UnpairedText.print(out, comparison);
    }
  }
}
