package dev.proven.core.journal;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Takes back what a journal holds when the process is told to end (SIGTERM, Ctrl-C), which
 * try-with-resources does not do.
 */
public final class Shutdown implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Thread hook;

  private Shutdown(Thread hook) {
    this.hook = hook;
  }

  /**
   * Watches over a journal until closed.
   *
   * @param talk told what was taken back and what failed
   */
  public static Shutdown undoing(Journal journal, Consumer<String> talk) {
    var hook = new Thread(() -> takeBack(journal, talk), "proven-undo");
    Runtime.getRuntime().addShutdownHook(hook);
    return new Shutdown(hook);
  }

  private static void takeBack(Journal journal, Consumer<String> talk) {
    journal.seal();
    int count = journal.pending().size();
    if (count == 0) {
      return;
    }
    talk.accept("Interrupted: taking back " + count + " change(s) ...");
    var failures = journal.undoAll();
    try {
      journal.awaitSteps(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    failures.forEach(f -> talk.accept("  failed: " + f));
    talk.accept(failures.isEmpty() ? "All taken back." : "Run: proven undo " + journal.folder());
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already: the hook runs, and that is what was wanted.
      return;
    }
  }
}
