package dev.proven.postgres.whatif;

/**
 * An object of a database's schema as the statement that makes it.
 *
 * @param name what it is, for people, such as {@code view public.sales}
 * @param sql makes it; every name in it is qualified
 * @param trusted whether it takes a superuser, and nothing of the target's own code runs in it
 */
record Piece(String name, String sql, boolean trusted) {
  static Piece of(String name, String sql) {
    return new Piece(name, sql, false);
  }
}
