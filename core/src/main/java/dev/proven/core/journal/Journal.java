package dev.proven.core.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Json;
import dev.proven.core.Problem;
import dev.proven.core.evidence.Owner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * The list of changes that are in force, on disk. An undo is written and forced to the disk before
 * its change is made, and struck off after it was taken back; whatever is left in the file when a
 * process is gone can be taken back by another.
 *
 * <p>A journal can be sealed: from then on no change can begin, so that a shutdown hook can take
 * everything back while other threads still run.
 */
public final class Journal {
  /** One line of the file. */
  record Line(int id, String event, @Nullable UndoRecord undo) {}

  /** A change that is still in force. */
  public record Pending(int id, UndoRecord undo) {}

  /** A change that was left as it is, because others have come to lean on it. */
  public record Kept(UndoRecord undo, String why) {}

  private static final String BEGUN = "begun";
  private static final String UNDONE = "undone";

  private final Path file;
  private final Map<String, UndoHandler> handlers;
  private final Map<Integer, Object> locks = new ConcurrentHashMap<>();
  private final TreeMap<Integer, UndoRecord> pending = new TreeMap<>();
  private final Set<Integer> beingMade = new HashSet<>();
  private final List<Kept> kept = new ArrayList<>();
  private int lastId;
  private boolean sealed;
  private boolean signed;

  private Journal(Path file, Map<String, UndoHandler> handlers) {
    this.file = file;
    this.handlers = Map.copyOf(handlers);
  }

  /**
   * Opens a journal, with what an earlier process left in it. Nothing is written before the first
   * change, so that one whose owner is still alive may be looked at.
   *
   * @param handlers by kind
   */
  public static Journal open(Path file, Map<String, UndoHandler> handlers) {
    var journal = new Journal(file, handlers);
    for (Line line : readLines(file)) {
      journal.lastId = Math.max(journal.lastId, line.id());
      if (line.undo() != null) {
        journal.pending.put(line.id(), line.undo());
      } else {
        journal.pending.remove(line.id());
      }
    }
    return journal;
  }

  /** A step that changes the target. */
  @FunctionalInterface
  public interface Step {
    void run() throws Exception;
  }

  /** A step whose undo is known more exactly once it is made. */
  @FunctionalInterface
  public interface RefiningStep {
    /** The undo that takes the place of the one that was recorded before. */
    UndoRecord run() throws Exception;
  }

  /**
   * Records the undo on disk, then makes the change. If that fails the undo is carried out before
   * the exception leaves. If the change was taken back while it was still being made, as a shutdown
   * does, it is taken back again when it is made.
   */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // handed to the caller
  public Undo apply(UndoRecord undo, Step step) throws Exception {
    return refine(
        undo,
        () -> {
          step.run();
          return undo;
        });
  }

  /** The same where the change, once made, can be named more exactly, such as by its number. */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // handed to the caller
  public Undo refine(UndoRecord undo, RefiningStep step) throws Exception {
    int id = begin(undo, true);
    try {
      var refined = step.run();
      if (!staysInForce(id, refined)) {
        carryOut(refined);
      }
    } catch (Exception e) {
      takeBack(id, undo, e);
      throw e;
    } finally {
      finished(id);
    }
    return () -> undo(id);
  }

  /** Whether it was not taken back meanwhile; a later line of the same number replaces a former. */
  private synchronized boolean staysInForce(int id, UndoRecord refined) {
    var former = pending.get(id);
    if (former != null && !former.equals(refined)) {
      append(new Line(id, BEGUN, refined));
      pending.put(id, refined);
    }
    return former != null;
  }

  private void takeBack(int id, UndoRecord undo, Exception reason) {
    try {
      if (isPending(id)) {
        undo(id);
      } else {
        carryOut(undo);
      }
    } catch (RuntimeException e) {
      reason.addSuppressed(e);
    }
  }

  private synchronized boolean isPending(int id) {
    return pending.containsKey(id);
  }

  private synchronized void finished(int id) {
    beingMade.remove(id);
    notifyAll();
  }

  /** Waits until no change is being made any more, but not for ever. */
  public synchronized void awaitSteps(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!beingMade.isEmpty() && System.nanoTime() < deadline) {
      wait(50);
    }
  }

  /**
   * Records an undo, forced to disk, before its change is made.
   *
   * @throws Problem if the journal is sealed because the process is about to end
   */
  @MustBeClosed
  public Undo record(UndoRecord undo) {
    int id = begin(undo, false);
    return () -> undo(id);
  }

  private synchronized int begin(UndoRecord undo, boolean step) {
    if (sealed) {
      throw Problem.failed("The run was interrupted.", "Everything it had changed was taken back.");
    }
    int id = ++lastId;
    sign();
    append(new Line(id, BEGUN, undo));
    pending.put(id, undo);
    if (step) {
      beingMade.add(id);
    }
    return id;
  }

  /** Whoever finds a journal must be able to see whether its maker still lives. */
  private void sign() {
    if (signed) {
      return;
    }
    try {
      Files.createDirectories(folder());
      Owner.sign(folder());
      signed = true;
    } catch (IOException e) {
      throw notWritten(e);
    }
  }

  /** The folder that it lies in, which is what {@code proven undo} is told. */
  public Path folder() {
    return Objects.requireNonNull(file.toAbsolutePath().getParent());
  }

  /** What is in force, in the order in which it was made. */
  public synchronized List<Pending> pending() {
    var list = new ArrayList<Pending>();
    pending.forEach((id, undo) -> list.add(new Pending(id, undo)));
    return list;
  }

  /** What this process left in force on purpose while it took back the rest. */
  public synchronized List<Kept> kept() {
    return List.copyOf(kept);
  }

  /** From now on no change can begin. */
  public synchronized void seal() {
    sealed = true;
  }

  public synchronized boolean isSealed() {
    return sealed;
  }

  /**
   * Takes back everything that is in force, the latest first; a failure does not stop the rest.
   *
   * @return one line for each that failed
   */
  public List<String> undoAll() {
    var failures = new ArrayList<String>();
    for (Pending p : pending().reversed()) {
      try {
        undo(p.id());
      } catch (RuntimeException e) {
        failures.add(p.undo().what() + ": " + e.getMessage());
      }
    }
    return failures;
  }

  private void undo(int id) {
    synchronized (locks.computeIfAbsent(id, _ -> new Object())) {
      UndoRecord undo;
      synchronized (this) {
        undo = pending.get(id);
      }
      if (undo == null) {
        return;
      }
      carryOut(undo);
      synchronized (this) {
        strikeOff(id, undo);
        pending.remove(id);
      }
    }
  }

  private void strikeOff(int id, UndoRecord undo) {
    try {
      write(new Line(id, UNDONE, null));
    } catch (IOException e) {
      throw Problem.undoFailed(
              "\""
                  + undo.what()
                  + "\" was taken back, and the journal "
                  + file
                  + " cannot note it: "
                  + e.getMessage(),
              "Free the disk, then run: proven undo "
                  + folder()
                  + "; taking it back twice is harmless.")
          .causedBy(e);
    }
  }

  private void carryOut(UndoRecord undo) {
    UndoHandler handler = handlers.get(undo.kind());
    if (handler == null) {
      throw Problem.undoFailed(
          "No part of this installation knows how to undo a change of kind " + undo.kind() + ".",
          "Use the version of Proven that made the run.");
    }
    try {
      handler.undo(undo);
    } catch (LeftInPlace e) {
      synchronized (this) {
        kept.add(new Kept(undo, String.valueOf(e.getMessage())));
      }
    } catch (Exception e) {
      throw Problem.undoFailed(
              "Could not take back \"" + undo.what() + "\": " + e.getMessage(),
              "Remove the cause, then run: proven undo " + folder())
          .causedBy(e);
    }
  }

  private void append(Line line) {
    try {
      write(line);
    } catch (IOException e) {
      throw notWritten(e);
    }
  }

  private void write(Line line) throws IOException {
    var bytes = ByteBuffer.wrap((Json.line(line) + "\n").getBytes(UTF_8));
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.truncate(wholeLines(file));
      channel.position(channel.size());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
      forceFolder();
    }
  }

  private Problem notWritten(IOException e) {
    return Problem.failed(
            "The journal " + file + " cannot be written: " + e.getMessage(),
            "The change was not begun. Free the disk or choose another folder with --runs.")
        .causedBy(e);
  }

  /** Makes the file's name durable; not every file system lets a folder be opened. */
  private void forceFolder() {
    try (var folder = FileChannel.open(folder(), StandardOpenOption.READ)) {
      folder.force(true);
    } catch (IOException e) {
      // The line itself was forced; on such a file system the name is durable by other means.
      return;
    }
  }

  /**
   * How many bytes of the file are whole lines. A last line without its end was never forced, so
   * its change was never begun: it does not count, and the next line takes its place.
   */
  private static int wholeLines(Path file) throws IOException {
    var bytes = Files.readAllBytes(file);
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  private static List<Line> readLines(Path file) {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      return new String(Files.readAllBytes(file), 0, wholeLines(file), UTF_8)
          .lines()
          .map(Journal::readLine)
          .toList();
    } catch (JacksonException | IllegalArgumentException | IOException e) {
      throw Problem.failed(
              "The journal " + file + " cannot be read: " + e.getMessage(),
              "It was edited or damaged. Restore it, or remove by hand what it names.")
          .causedBy(e);
    }
  }

  private static Line readLine(String text) {
    var line = Json.mapper().readValue(text, Line.class);
    boolean begun = line != null && BEGUN.equals(line.event()) && line.undo() != null;
    boolean undone = line != null && UNDONE.equals(line.event()) && line.undo() == null;
    if (!begun && !undone) {
      throw new IllegalArgumentException("a line is not what Proven wrote");
    }
    return line;
  }
}
