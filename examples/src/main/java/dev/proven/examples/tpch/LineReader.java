package dev.proven.examples.tpch;

import io.trino.tpch.TpchEntity;
import java.io.Reader;
import java.util.Iterator;

/** Generated rows as the text that COPY reads, one line a row, made while they are read. */
final class LineReader extends Reader {
  private final Iterator<? extends TpchEntity> rows;
  private String line = "";
  private int position;

  LineReader(Iterable<? extends TpchEntity> rows) {
    this.rows = rows.iterator();
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

  /** The generator ends each row with a delimiter, which COPY would take for one more column. */
  private boolean nextLine() {
    if (!rows.hasNext()) {
      return false;
    }
    String row = rows.next().toLine();
    line = row.substring(0, row.length() - 1) + "\n";
    position = 0;
    return true;
  }

  @Override
  public void close() {}
}
