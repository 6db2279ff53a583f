package dev.proven.core.evidence;

import dev.proven.core.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The right to measure on this machine, held by one process at a time: two runs at once would each
 * measure the other. The operating system lets go of it when the process ends, however it ends.
 */
public final class MeasuringLock implements AutoCloseable {
  private final FileChannel channel;

  private MeasuringLock(FileChannel channel) {
    this.channel = channel;
  }

  /** The machine's lock file. */
  public static Path file() {
    return Path.of(System.getProperty("java.io.tmpdir"), "proven-measuring.lock");
  }

  /**
   * Takes the right to measure.
   *
   * @throws Problem failed, naming the process that holds it
   */
  public static MeasuringLock take(String run) {
    return take(file(), run);
  }

  static MeasuringLock take(Path file, String run) {
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              java.nio.file.LinkOption.NOFOLLOW_LINKS);
      if (channel.tryLock(Long.MAX_VALUE - 1, 1, false) == null) {
        throw held(channel);
      }
      var text = "process " + ProcessHandle.current().pid() + ", run " + run + "\n";
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
      return new MeasuringLock(channel);
    } catch (OverlappingFileLockException e) {
      throw held(channel).causedBy(e);
    } catch (IOException e) {
      throw Problem.failed(
              "The lock " + file + " cannot be taken: " + e.getMessage(),
              "Make it writable, or delete it if no other run is measuring.")
          .causedBy(e);
    }
  }

  private static Problem held(@org.jspecify.annotations.Nullable FileChannel channel) {
    String holder = "another run";
    try (var c = channel) {
      if (c != null) {
        var buffer = ByteBuffer.allocate(200);
        c.read(buffer, 0);
        holder = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8).strip();
      }
    } catch (IOException e) {
      holder = "another run";
    }
    return Problem.failed(
        "Another run is measuring on this machine (" + holder + ").",
        "Two runs at once would measure each other. Wait for it to end.");
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
