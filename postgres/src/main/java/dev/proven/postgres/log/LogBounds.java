package dev.proven.postgres.log;

/**
 * How much of a log is read.
 *
 * @param characters of all files together, uncompressed
 * @param lines of all files together
 * @param entry most characters of one entry; a longer one is left out
 * @param statements most statements that differ in more than their constants
 * @param examples most characters of the texts that are kept
 */
public record LogBounds(long characters, long lines, int entry, int statements, long examples) {
  public static final LogBounds STANDARD =
      new LogBounds(4L << 30, 50_000_000, 1 << 20, 10_000, 64L << 20);
}
