package dev.proven.core.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.proven.core.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

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
      channel = open(file);
      if (channel.tryLock(Long.MAX_VALUE - 1, 1, false) == null) {
        throw held(channel);
      }
      var text = "process " + ProcessHandle.current().pid() + ", run " + run + "\n";
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(text.getBytes(UTF_8)), 0);
      return new MeasuringLock(channel);
    } catch (OverlappingFileLockException e) {
      throw held(channel).causedBy(e);
    } catch (IOException e) {
      throw Problem.failed(
              "The lock " + file + " cannot be taken: " + e,
              "Make it writable for everybody, or delete it if no other run is measuring.")
          .causedBy(e);
    }
  }

  /**
   * The file of whichever user measured first, writable for all. It is opened without leave to
   * create it, because Linux refuses that to everybody but the owner in a folder such as /tmp
   * ({@code fs.protected_regular}); where it is missing it appears at once with its permissions.
   */
  private static FileChannel open(Path file) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      create(file);
    }
    return FileChannel.open(
        file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  }

  /** Made under another name and then linked, so that nobody meets it half made. */
  private static void create(Path file) throws IOException {
    var unfinished = Files.createTempFile(file.toAbsolutePath().getParent(), "proven-", ".lock");
    try {
      Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-rw-rw-"));
      Files.createLink(file, unfinished);
    } catch (FileAlreadyExistsException e) {
      // Another process was faster: its file is the lock.
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static Problem held(@Nullable FileChannel channel) {
    String holder = "another run";
    try (var c = channel) {
      if (c != null) {
        var buffer = ByteBuffer.allocate(200);
        c.read(buffer, 0);
        holder = printable(new String(buffer.array(), 0, buffer.position(), UTF_8));
      }
    } catch (IOException e) {
      holder = "another run";
    }
    return Problem.failed(
        "Another run is measuring on this machine (" + holder + ").",
        "Two runs at once would measure each other. Wait for it to end.");
  }

  /** Anybody may write into the file, so nothing in it may steer a terminal. */
  private static String printable(String text) {
    return text.replaceAll("\\P{Print}", " ").strip();
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
