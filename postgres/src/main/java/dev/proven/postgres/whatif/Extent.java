package dev.proven.postgres.whatif;

/**
 * How large an index is.
 *
 * @param pages of {@value Page#BYTES} bytes, with the first that only describes the index
 * @param height levels between its root and its leaves, 0 where the root is a leaf
 */
record Extent(long pages, int height) {
  long bytes() {
    return pages * Page.BYTES;
  }
}
