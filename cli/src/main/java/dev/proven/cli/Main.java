package dev.proven.cli;

import dev.proven.core.Problem;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The command {@code proven}. */
@Command(
    name = "proven",
    description = {
      "Proves what makes a system faster and cheaper: finds what is wasteful, makes each change on"
          + " a copy, measures it against the unchanged system, undoes what does not help, and"
          + " decides GO, ITERATE or PIVOT."
    },
    subcommands = {
      DemoCommand.class,
      RunCommand.class,
      PlanCommand.class,
      ApplyCommand.class,
      WatchCommand.class,
      UndoCommand.class,
      VerifyCommand.class,
      CompareCommand.class,
      AaCommand.class,
      GatewayCommand.class,
      ReportCommand.class,
      SimulateCommand.class,
      CommandLine.HelpCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0 ran, 1 failed or a verification found a difference, 2 usage or configuration,",
      "  3 an undo failed, 4 a target cannot be reached; with --exit-code also 10 ITERATE, 20 PIVOT",
      "",
      "Start with:  proven demo"
    })
public final class Main {
  private static final int FAILED = 1;

  private Main() {}

  public static void main(String[] args) {
    System.exit(execute(args));
  }

  /** Runs one command and returns its exit code. */
  static int execute(String... args) {
    var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    return execute(out, err, args);
  }

  /** The same with streams of the caller's own. */
  static int execute(PrintWriter out, PrintWriter err, String... args) {
    return new CommandLine(new Main())
        .setOut(out)
        .setErr(err)
        .setUsageHelpAutoWidth(true)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Main::explain)
        .setParameterExceptionHandler(Main::usage)
        .execute(args);
  }

  private static int usage(ParameterException e, String[] args) {
    var err = e.getCommandLine().getErr();
    err.println("proven: " + e.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
    err.println("Try: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
    return Problem.Kind.USAGE.exitCode();
  }

  private static int explain(Exception e, CommandLine line, CommandLine.ParseResult parsed) {
    var err = line.getErr();
    boolean debug = Options.debug(line);
    int code = FAILED;
    if (e instanceof Problem problem) {
      err.println("proven: " + problem.what());
      err.println("  " + problem.advice());
      code = problem.kind().exitCode();
    } else {
      err.println("proven: unexpected: " + e);
      err.println("  This is a fault of Proven. Run again with --debug and report what it prints.");
    }
    if (debug) {
      e.printStackTrace(err);
    }
    return code;
  }
}
