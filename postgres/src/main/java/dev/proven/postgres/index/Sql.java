package dev.proven.postgres.index;

/** Text that stands safely in SQL. */
final class Sql {
  private Sql() {}

  /** An identifier, always quoted, so that upper case, spaces and keywords survive. */
  static String identifier(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }
}
