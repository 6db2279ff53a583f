package dev.proven.postgres.whatif;

import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Extensions, schemas, types, collations, sequences and functions of a database, as SQL. */
final class SchemaPieces {
  /** Of the user, and not made by an extension. */
  static final String OWN_SCHEMA = " n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' ";

  private static final String EXTENSIONS =
      """
      SELECT e.extname, n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
      WHERE e.extname <> 'plpgsql' ORDER BY e.oid
      """;

  private static final String TYPES =
      """
      SELECT format('%I.%I', n.nspname, t.typname), t.typtype::text,
        (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder)
         FROM pg_enum e WHERE e.enumtypid = t.oid),
        format_type(t.typbasetype, t.typtypmod),
        (SELECT string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod),
           ', ' ORDER BY a.attnum)
         FROM pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0
           AND NOT a.attisdropped),
        (SELECT format_type(r.rngsubtype, NULL) FROM pg_range r WHERE r.rngtypid = t.oid)
      FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
      LEFT JOIN pg_class c ON c.oid = t.typrelid
      WHERE t.typtype IN ('e', 'd', 'c', 'r') AND (t.typtype <> 'c' OR c.relkind = 'c') AND
      """
          + OWN_SCHEMA
          + ofNoExtension("pg_type", "t.oid")
          + "ORDER BY t.oid";

  private static final String COLLATIONS =
      """
      SELECT format('%%I.%%I', n.nspname, l.collname), l.collprovider::text, %s, l.collisdeterministic
      FROM pg_collation l JOIN pg_namespace n ON n.oid = l.collnamespace WHERE
      """
          + OWN_SCHEMA
          + ofNoExtension("pg_collation", "l.oid")
          + "ORDER BY l.oid";

  private static final String SEQUENCES =
      """
      SELECT format('%I.%I', n.nspname, c.relname)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'S' AND
      """
          + OWN_SCHEMA
          + ofNoExtension("pg_class", "c.oid")
          + "ORDER BY c.oid";

  private static final String FUNCTIONS =
      """
      SELECT format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)),
        pg_get_functiondef(p.oid)
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE p.prokind IN ('f', 'p', 'w') AND
      """
          + OWN_SCHEMA
          + ofNoExtension("pg_proc", "p.oid")
          + "ORDER BY p.oid";

  private SchemaPieces() {}

  /** The rest of a condition: no extension has made the object. */
  static String ofNoExtension(String catalog, String oid) {
    return " AND NOT EXISTS (SELECT FROM pg_depend x WHERE x.classid = 'pg_catalog."
        + catalog
        + "'::regclass AND x.objid = "
        + oid
        + " AND x.deptype = 'e') ";
  }

  /** In the order in which they are made; names that are not qualified are the server's own. */
  static List<Piece> read(Connection connection, int majorVersion) throws SQLException {
    var pieces = new ArrayList<Piece>();
    pieces.addAll(
        Sql.list(
            connection,
            r -> Piece.of("schema " + r.getString(1), "CREATE SCHEMA IF NOT EXISTS " + name(r)),
            "SELECT n.nspname FROM pg_namespace n WHERE" + OWN_SCHEMA + "ORDER BY n.oid"));
    pieces.addAll(Sql.list(connection, SchemaPieces::extension, EXTENSIONS));
    var locale =
        majorVersion >= 17 ? "colllocale" : majorVersion >= 15 ? "colliculocale" : "collcollate";
    pieces.addAll(
        Sql.list(
            connection,
            SchemaPieces::collation,
            COLLATIONS.formatted("coalesce(" + locale + ", l.collcollate)")));
    pieces.addAll(Sql.list(connection, SchemaPieces::type, TYPES));
    pieces.addAll(
        Sql.list(
            connection,
            r -> Piece.of("sequence " + r.getString(1), "CREATE SEQUENCE " + r.getString(1)),
            SEQUENCES));
    pieces.addAll(
        Sql.list(
            connection, r -> Piece.of("function " + r.getString(1), r.getString(2)), FUNCTIONS));
    return pieces;
  }

  private static String name(ResultSet row) throws SQLException {
    return Sql.identifier(row.getString(1));
  }

  private static Piece extension(ResultSet row) throws SQLException {
    return new Piece(
        "extension " + row.getString(1),
        "CREATE EXTENSION "
            + name(row)
            + " SCHEMA "
            + Sql.identifier(row.getString(2))
            + " CASCADE",
        true);
  }

  private static Piece collation(ResultSet row) throws SQLException {
    var provider =
        switch (row.getString(2)) {
          case "i" -> "icu";
          case "b" -> "builtin";
          default -> "libc";
        };
    return Piece.of(
        "collation " + row.getString(1),
        "CREATE COLLATION %s (PROVIDER = %s, LOCALE = %s, DETERMINISTIC = %s)"
            .formatted(
                row.getString(1), provider, Sql.literal(row.getString(3)), row.getBoolean(4)));
  }

  private static Piece type(ResultSet row) throws SQLException {
    var name = row.getString(1);
    var create =
        switch (row.getString(2)) {
          case "e" -> "CREATE TYPE " + name + " AS ENUM (" + row.getString(3) + ")";
          case "d" -> "CREATE DOMAIN " + name + " AS " + row.getString(4);
          case "c" -> "CREATE TYPE " + name + " AS (" + row.getString(5) + ")";
          default -> "CREATE TYPE " + name + " AS RANGE (SUBTYPE = " + row.getString(6) + ")";
        };
    return Piece.of("type " + name, create);
  }
}
