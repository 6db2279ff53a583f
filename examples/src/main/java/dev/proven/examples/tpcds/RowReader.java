package dev.proven.examples.tpcds;

import java.io.Reader;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Generated rows as the text that COPY reads, made while they are read. Rows of the child table,
 * which come with those of their parent, are set aside.
 */
final class RowReader extends Reader {
  private final Iterator<List<List<@Nullable String>>> rows;
  private final StringBuilder children;
  private String line = "";
  private int position;

  RowReader(Iterable<List<List<@Nullable String>>> rows, StringBuilder children) {
    this.rows = rows.iterator();
    this.children = children;
  }

  @Override
  public int read(char[] buffer, int offset, int length) {
    if (position == line.length() && !nextLine()) {
      return -1;
    }
    int count = Math.min(length, line.length() - position);
    line.getChars(position, position + count, buffer, offset);
    position += count;
    return count;
  }

  private boolean nextLine() {
    if (!rows.hasNext()) {
      return false;
    }
    var row = rows.next();
    line = text(row.getFirst());
    position = 0;
    row.stream().skip(1).forEach(child -> children.append(text(child)));
    return true;
  }

  private static String text(List<@Nullable String> values) {
    return values.stream().map(RowReader::text).collect(Collectors.joining("\t", "", "\n"));
  }

  /** The generator writes a missing value as an empty one. */
  private static String text(@Nullable String value) {
    return value == null || value.isEmpty()
        ? "\\N"
        : value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n");
  }

  @Override
  public void close() {}
}
