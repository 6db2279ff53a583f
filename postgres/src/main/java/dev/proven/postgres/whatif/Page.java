package dev.proven.postgres.whatif;

/** Sizes that PostgreSQL's pages have; see storage-page-layout in its documentation. */
final class Page {
  static final int BYTES = 8192;

  /** At the beginning of each page. */
  static final int HEADER = 24;

  /** For each entry of a page. */
  static final int POINTER = 4;

  /** A row's address. */
  static final int ROW = 6;

  /** Every entry is padded to a multiple. */
  static final int ALIGNMENT = 8;

  private Page() {}

  static int aligned(int bytes) {
    return aligned(bytes, ALIGNMENT);
  }

  static int aligned(int bytes, int alignment) {
    return (bytes + alignment - 1) / alignment * alignment;
  }
}
