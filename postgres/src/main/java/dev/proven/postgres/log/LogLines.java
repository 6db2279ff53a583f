package dev.proven.postgres.log;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file, compressed or not. Neither the file nor a line is ever in memory as a whole:
 * of a long line only its beginning is.
 */
final class LogLines implements AutoCloseable {
  private static final int PORTION = 1 << 16;

  /** What may still be read, of all files together. */
  static final class Budget {
    private long characters;
    private long lines;

    Budget(LogBounds bounds) {
      this.characters = bounds.characters();
      this.lines = bounds.lines();
    }

    boolean isSpent() {
      return characters <= 0 || lines <= 0;
    }
  }

  private final Reader reader;
  private final Budget budget;
  private final int longest;
  private final char[] portion = new char[PORTION];
  private int at;
  private int filled;
  private boolean cut;
  private boolean whole = true;
  private boolean damaged;
  private @Nullable Boolean returns;

  LogLines(InputStream in, Charset charset, Budget budget, int longest) {
    this.reader = new InputStreamReader(in, charset);
    this.budget = budget;
    this.longest = longest;
  }

  @MustBeClosed
  static LogLines open(Path file, Charset charset, Budget budget, int longest) throws IOException {
    return new LogLines(stream(file), charset, budget, longest);
  }

  private static InputStream stream(Path file) throws IOException {
    var in = Files.newInputStream(file);
    if (!isCompressed(file)) {
      return in;
    }
    try {
      return new GZIPInputStream(in, PORTION);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  static boolean isCompressed(Path file) {
    return file.toString().endsWith(".gz");
  }

  /** The next line without its end, or null where there is none or no more may be read. */
  @Nullable String next() throws IOException {
    if (budget.isSpent()) {
      return null;
    }
    var line = new StringBuilder();
    cut = false;
    boolean any = false;
    while (at < filled || fill()) {
      any = true;
      int end = at;
      while (end < filled && portion[end] != '\n') {
        end++;
      }
      int taken = Math.min(end - at, longest - line.length());
      line.append(portion, at, taken);
      cut |= taken < end - at;
      at = Math.min(end + 1, filled);
      if (end < filled) {
        budget.lines--;
        return withoutReturn(line);
      }
    }
    whole &= !any;
    return any ? line.toString() : null;
  }

  /** A server on Windows ends each line with two characters; the first line shows it. */
  private String withoutReturn(StringBuilder line) {
    boolean has = !line.isEmpty() && line.charAt(line.length() - 1) == '\r';
    if (returns == null) {
      returns = has;
    }
    return has && returns ? line.substring(0, line.length() - 1) : line.toString();
  }

  private boolean fill() throws IOException {
    try {
      at = 0;
      filled = Math.max(0, reader.read(portion));
    } catch (EOFException | ZipException e) {
      filled = 0;
      damaged = true;
    }
    budget.characters -= filled;
    return filled > 0;
  }

  /** Whether the line was longer than what was given of it. */
  boolean isCut() {
    return cut;
  }

  /** Whether the file has ended in the middle of a line, or in the middle of what is packed. */
  boolean endsWithinALine() {
    return !whole || damaged;
  }

  /** Whether there may be more that is not read any more. */
  boolean isStopped() {
    return budget.isSpent();
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
