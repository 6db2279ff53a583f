package dev.proven.postgres.whatif;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file of a relation, which the planner asks for its size. A file ends at one gigabyte and goes
 * on in the next, with a number behind its name.
 *
 * @param path of the first
 */
record RelationFile(Path path) {
  private static final long SEGMENT_PAGES = (1L << 30) / Page.BYTES;

  /** Pages in all segments. */
  long pages() throws IOException {
    long pages = 0;
    for (int i = 0; Files.exists(segment(i)); i++) {
      pages += Files.size(segment(i)) / Page.BYTES;
    }
    return pages;
  }

  /**
   * Makes it that long: by a hole that takes no room on the disk, or cut off. No segment is
   * deleted, because a process of the server may hold it open.
   */
  void resize(long pages) throws IOException {
    long left = pages;
    for (int i = 0; left > 0 || Files.exists(segment(i)); i++) {
      long here = Math.min(left, SEGMENT_PAGES);
      try (var file = open(i)) {
        file.setLength(here * Page.BYTES);
      }
      left -= here;
    }
  }

  /** Overwrites one page. */
  void write(long number, ByteBuffer page) throws IOException {
    try (var file = open((int) (number / SEGMENT_PAGES))) {
      file.getChannel().write(page.rewind(), number % SEGMENT_PAGES * Page.BYTES);
    }
  }

  /** One page that is there, in the byte order of this machine. */
  ByteBuffer read(long number) throws IOException {
    var bytes = new byte[Page.BYTES];
    try (var file = open((int) (number / SEGMENT_PAGES))) {
      file.seek(number % SEGMENT_PAGES * Page.BYTES);
      file.readFully(bytes);
    }
    return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
  }

  /** A new segment belongs to whom the first does: the server may run as another user. */
  private RandomAccessFile open(int number) throws IOException {
    var segment = segment(number);
    boolean made = !Files.exists(segment);
    var file = new RandomAccessFile(segment.toFile(), "rw");
    if (made) {
      Files.setOwner(segment, Files.getOwner(path));
    }
    return file;
  }

  private Path segment(int number) {
    return number == 0 ? path : path.resolveSibling(path.getFileName() + "." + number);
  }
}
