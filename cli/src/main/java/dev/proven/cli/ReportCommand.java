package dev.proven.cli;

import dev.proven.core.Problem;
import dev.proven.core.evidence.RunFolder;
import dev.proven.report.ConsoleView;
import dev.proven.report.Decision;
import dev.proven.report.View;
import dev.proven.report.Views;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code proven report}: renders a run again. */
@Command(
    name = "report",
    sortOptions = false,
    description = "Renders a run again, on stdout or into a file; the run's folder is not touched.")
final class ReportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUN", description = "Folder or id of a run.")
  String run = "";

  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      defaultValue = "console",
      description = "console, html, md, json, junit or prom (default: ${DEFAULT-VALUE}).")
  String format = "console";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write to a file instead of stdout.")
  @Nullable Path output;

  @Mixin Options options = new Options();
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    var view = view();
    var read = RunFolder.find(options.runs, run).read();
    var text = view.render(read, Decision.of(read));
    if (output == null) {
      spec.commandLine().getOut().print(text);
      spec.commandLine().getOut().flush();
    } else {
      Files.writeString(output, text);
    }
    return 0;
  }

  private View view() {
    var wanted = options.json ? "json" : format.equals("markdown") ? "md" : format;
    if (wanted.equals("console") && output == null) {
      return new ConsoleView(Talk.colour());
    }
    return Views.byId(wanted)
        .orElseThrow(() ->
            Problem.usage(
                "There is no format " + format + ".",
                "Choose of: "
                    + Views.all().stream().map(View::id).collect(Collectors.joining(", "))
                    + "."));
  }
}
