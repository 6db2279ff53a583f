package dev.proven.core.apply;

import dev.proven.core.Problem;
import dev.proven.core.evidence.RunFolder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/**
 * The right to put a run's changes into a target, held by one process at a time. The operating
 * system lets go of it when the process ends, however it ends.
 */
public final class ApplyLock implements AutoCloseable {
  private static final String FILE = "lock";

  private final FileChannel channel;

  private ApplyLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the right.
   *
   * @throws Problem failed, where another process holds it or the folder cannot be written
   */
  public static ApplyLock take(RunFolder run) {
    var folder = run.root().resolve(RunFolder.APPLIED);
    FileChannel channel = null;
    try {
      Files.createDirectories(folder);
      channel =
          FileChannel.open(
              folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        channel.close();
        throw held(run);
      }
      return new ApplyLock(channel);
    } catch (OverlappingFileLockException e) {
      close(channel);
      throw held(run).causedBy(e);
    } catch (IOException e) {
      close(channel);
      throw Problem.failed(
              "The folder " + folder + " cannot be written: " + e,
              "Nothing was changed. The journal of what is applied has to lie there.")
          .causedBy(e);
    }
  }

  private static Problem held(RunFolder run) {
    return Problem.failed(
        "Another process is applying the run " + run.id() + " at this moment.",
        "Wait for it to end.");
  }

  private static void close(@org.jspecify.annotations.Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // The process ends soon, and the lock with it.
    }
  }

  @Override
  public void close() {
    close(channel);
  }
}
