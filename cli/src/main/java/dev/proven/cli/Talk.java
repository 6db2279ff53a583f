package dev.proven.cli;

import dev.proven.core.Progress;
import dev.proven.core.experiment.Standing;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * Tells the person who waits what is going on, on stderr: one live line on a terminal, a line now
 * and then elsewhere.
 */
final class Talk implements Progress {
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(20);
  private static final int WIDTH = 110;

  private final PrintWriter err;
  private final boolean terminal;
  private final Instant started = Instant.now();
  private Instant lastLine = Instant.EPOCH;
  private boolean live;

  private Talk(PrintWriter err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  /** Talk on stderr, or none where it is not wanted. */
  static Progress on(PrintWriter err, boolean quiet) {
    return quiet ? Progress.silent() : new Talk(err, isTerminal());
  }

  @SuppressWarnings("SystemConsoleNull") // null where the module of the console is missing
  static boolean isTerminal() {
    var console = System.console();
    return console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
  }

  /** Whether stdout may be coloured. */
  static boolean colour() {
    return isTerminal() && System.getenv("NO_COLOR") == null;
  }

  @Override
  public synchronized void stage(String text) {
    clear();
    var spent = Durations.text(Duration.between(started, Instant.now()));
    err.printf(Locale.ROOT, "[%s] %s%n", spent, text);
    err.flush();
  }

  @Override
  public synchronized void note(String text) {
    lastLine = Instant.now();
    clear();
    err.println("    " + text);
    err.flush();
  }

  @Override
  public synchronized void experiment(Standing s) {
    if (terminal) {
      var line = line(s);
      err.print("\r\u001b[2K    " + (line.length() > WIDTH ? line.substring(0, WIDTH) : line));
      err.flush();
      live = true;
    } else if (Duration.between(lastLine, Instant.now()).compareTo(BETWEEN_LINES) > 0) {
      lastLine = Instant.now();
      note(line(s));
    }
  }

  private static String line(Standing s) {
    var interval = s.improvement();
    var soFar =
        interval == null
            ? "no interval yet"
            : String.format(
                Locale.ROOT,
                "so far %+.1f %% to %+.1f %%",
                -100 * interval.upper(),
                -100 * interval.lower());
    return String.format(
        Locale.ROOT,
        "block %d of at most %d, %s, %s, at most %s left",
        s.block() + 1,
        s.blocks(),
        s.running(),
        soFar,
        Durations.text(s.left()));
  }

  private void clear() {
    if (live) {
      err.print("\r\u001b[2K");
      live = false;
    }
  }
}
