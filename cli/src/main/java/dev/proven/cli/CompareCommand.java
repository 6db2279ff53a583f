package dev.proven.cli;

import dev.proven.core.Problem;
import dev.proven.core.compare.PairedFile;
import dev.proven.core.compare.UnpairedComparison;
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
      "One or more CSV files with block,arm,metric,value (arms A and B, one value or several for"
          + " each block), or two files of one number a line, before and after."
    })
final class CompareCommand implements Callable<Integer> {
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
    var out = spec.commandLine().getOut();
    for (Path file : files) {
      if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
        throw Problem.usage(
            "The file " + file + " cannot be read.", "Name a readable file of measurements.");
      }
    }
    if (PairedFile.isOne(files.getFirst())) {
      var paired = new PairedFile();
      files.forEach(paired::add);
      ComparisonText.print(out, paired.judge(new HashSet<>(higher)), options.json);
    } else {
      ComparisonText.print(out, unpaired(), options.json);
    }
    out.flush();
    return 0;
  }

  private UnpairedComparison unpaired() {
    if (files.size() != 2) {
      throw Problem.usage(
          files.getFirst() + " has no header with block,arm,metric,value.",
          "Give such a CSV file, or two files of one number a line.");
    }
    return UnpairedComparison.of(files.get(0), files.get(1), !higher.isEmpty());
  }
}
