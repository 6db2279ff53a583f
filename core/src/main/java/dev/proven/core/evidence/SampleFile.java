package dev.proven.core.evidence;

import dev.proven.core.Problem;
import dev.proven.core.experiment.Arm;
import dev.proven.core.experiment.Sample;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The raw samples of one experiment as a gzip-compressed CSV, one value a line: block, arm, order
 * within the block, part, repetition, name, value, capped, answer. Values are written so that they
 * read back to the very same double.
 */
public final class SampleFile implements AutoCloseable {
  private static final String HEADER = "block,arm,order,part,repetition,name,value,capped,answer";
  private static final int FIELDS = 9;

  private final Writer out;

  private SampleFile(Writer out) {
    this.out = out;
  }

  /** A new file; the samples of complete blocks are added to it as they come. */
  public static SampleFile create(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    var gzip = new GZIPOutputStream(Files.newOutputStream(file), 1 << 16, true);
    var out = new OutputStreamWriter(gzip, StandardCharsets.UTF_8);
    out.write(HEADER + "\n");
    return new SampleFile(out);
  }

  /** Adds the samples of a block and flushes them to the file. */
  public void add(List<Sample> samples) throws IOException {
    for (var s : samples) {
      out.write(line(s));
    }
    out.flush();
  }

  private static String line(Sample s) {
    return s.block()
        + ","
        + s.arm()
        + ","
        + s.order()
        + ","
        + quoted(s.part())
        + ","
        + s.repetition()
        + ","
        + quoted(s.name())
        + ","
        + s.value()
        + ","
        + s.capped()
        + ","
        + quoted(s.answer())
        + "\n";
  }

  private static String quoted(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
  }

  /**
   * Reads all samples back.
   *
   * @throws Problem if the file is not what Proven wrote, naming it and the line
   */
  public static List<Sample> read(Path file) {
    var samples = new ArrayList<Sample>();
    int number = 1;
    try (var in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file), 1 << 16),
                StandardCharsets.UTF_8))) {
      if (!HEADER.equals(in.readLine())) {
        throw damaged(file, 1);
      }
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        number++;
        samples.add(sample(Csv.fields(line)));
      }
      return samples;
    } catch (IOException | IllegalArgumentException e) {
      throw damaged(file, number).causedBy(e);
    }
  }

  private static Problem damaged(Path file, int line) {
    return Problem.failed(
        file + " is damaged at line " + line + ".",
        "The file was edited or cut off; restore it, or run again.");
  }

  private static Sample sample(List<String> f) {
    if (f.size() != FIELDS) {
      throw new IllegalArgumentException(String.format(Locale.ROOT, "%d fields", f.size()));
    }
    return new Sample(
        Integer.parseInt(f.get(0)),
        Arm.valueOf(f.get(1)),
        Integer.parseInt(f.get(2)),
        f.get(3),
        Integer.parseInt(f.get(4)),
        f.get(5),
        Double.parseDouble(f.get(6)),
        Boolean.parseBoolean(f.get(7)),
        f.get(8));
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
