package dev.proven.core.compare;

import dev.proven.core.Problem;
import java.io.BufferedReader;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a text file in UTF-8 that are not blank, one after the other and with their numbers,
 * however large the file is. A byte-order mark and either kind of line end are taken off.
 */
final class InputLines implements AutoCloseable {
  /** The longest line in characters; a line of measurements has some thirty. */
  static final int LONGEST = 100_000;

  private static final int SHOWN = 60;

  private final Path file;
  private final BufferedReader in;
  private int number;

  private InputLines(Path file, BufferedReader in) {
    this.file = file;
    this.in = in;
  }

  /** Opens a file; close it. */
  static InputLines of(Path file) {
    try {
      return new InputLines(file, new BufferedReader(new Bounded(Files.newBufferedReader(file))));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** The next line without blanks at its ends; null after the last. */
  @Nullable String next() {
    try {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        number++;
        var text = (line.startsWith("\uFEFF") ? line.substring(1) : line).strip();
        if (!text.isEmpty()) {
          return text;
        }
      }
      return null;
    } catch (LineTooLong e) {
      number++;
      throw wrong("it is longer than " + LONGEST + " characters").causedBy(e);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  Path file() {
    return file;
  }

  /** A usage error that names the line read last. */
  Problem wrong(String what) {
    return wrong(what, "Correct the line or leave it out.");
  }

  Problem wrong(String what, String advice) {
    return Problem.usage(file + ", line " + number + ": " + what + ".", advice);
  }

  /** Text from a file, short and without what a terminal would act on. */
  static String shown(String text) {
    var plain = text.replaceAll("\\p{Cntrl}", "?");
    return '"' + (plain.length() > SHOWN ? plain.substring(0, SHOWN) + "..." : plain) + '"';
  }

  private static Problem unreadable(Path file, IOException e) {
    return Problem.usage(
            e instanceof MalformedInputException
                ? file + " is no text file in UTF-8."
                : "The file " + file + " cannot be read.",
            "Name a readable file: CSV with block,arm,metric,value, or one number a line.")
        .causedBy(e);
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static final class LineTooLong extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** Hands characters on and stops before a line grows without bound. */
  private static final class Bounded extends FilterReader {
    private int length;

    Bounded(Reader in) {
      super(in);
    }

    @Override
    public int read(char[] buffer, int from, int most) throws IOException {
      int count = super.read(buffer, from, most);
      for (int i = from; i < from + count; i++) {
        length = buffer[i] == '\n' || buffer[i] == '\r' ? 0 : length + 1;
        if (length > LONGEST) {
          throw new LineTooLong();
        }
      }
      return count;
    }
  }
}
