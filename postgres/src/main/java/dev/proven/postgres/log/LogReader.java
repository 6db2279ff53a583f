package dev.proven.postgres.log;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The entries of one file, in order. */
interface LogReader {
  /** The next entry, or null at the end. */
  @Nullable LogEntry next() throws IOException;

  /** Whether the file has ended in the middle of an entry, which is not given then. */
  boolean isCutOff();
}
