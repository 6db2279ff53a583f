package dev.proven.postgres.whatif;

import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** What is made on tables that exist, as SQL. */
final class IndexPieces {
  /** In the order in which the target made them: of two equal plans the planner keeps the first. */
  private static final String INDEXES =
      """
      SELECT format('%%I.%%I', n.nspname, c.relname), format('%%I.%%I', tn.nspname, t.relname),
        quote_ident(k.conname), pg_get_constraintdef(k.oid), pg_get_indexdef(i.indexrelid)
      FROM pg_index i
      JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace
      LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x')
      WHERE i.indisvalid AND t.relpersistence <> 't' AND t.relkind IN ('r', 'p', 'm') AND %s %s
      ORDER BY i.indexrelid
      """
          .formatted(SchemaPieces.OWN_SCHEMA, SchemaPieces.ofNoExtension("pg_class", "t.oid"));

  private static final String CHILDREN =
      """
      SELECT format('%%I.%%I', pn.nspname, p.relname), format('%%I.%%I', n.nspname, c.relname),
        c.relispartition, pg_get_expr(c.relpartbound, c.oid)
      FROM pg_inherits h
      JOIN pg_class c ON c.oid = h.inhrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_class p ON p.oid = h.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace
      WHERE c.relkind IN ('r', 'p') AND %s
      ORDER BY c.oid, h.inhseqno
      """
          .formatted(SchemaPieces.OWN_SCHEMA);

  /**
   * Inherited ones come with their parents'; one that was never checked tells the planner nothing.
   */
  private static final String CONSTRAINTS =
      """
      SELECT format('%%I.%%I', n.nspname, c.relname), quote_ident(k.conname),
        pg_get_constraintdef(k.oid)
      FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE (k.contype = 'f' AND k.conparentid = 0
          OR k.contype = 'c' AND k.convalidated AND k.coninhcount = 0) AND %s
      ORDER BY k.oid
      """
          .formatted(SchemaPieces.OWN_SCHEMA);

  private static final String STATISTICS =
      """
      SELECT format('%%I.%%I', n.nspname, s.stxname), pg_get_statisticsobjdef(s.oid)
      FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace WHERE %s
      ORDER BY s.oid
      """
          .formatted(SchemaPieces.OWN_SCHEMA);

  private static final String VIEWS =
      """
      SELECT format('%%I.%%I', n.nspname, c.relname), pg_get_viewdef(c.oid),
        (SELECT string_agg(format('%%I = %%L', split_part(o, '=', 1),
             substr(o, strpos(o, '=') + 1)), ', ') FROM unnest(c.reloptions) o)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'v' AND %s %s
      ORDER BY c.oid
      """
          .formatted(SchemaPieces.OWN_SCHEMA, SchemaPieces.ofNoExtension("pg_class", "c.oid"));

  private IndexPieces() {}

  /** Primary keys, unique and exclusion constraints, and all other indexes. */
  static List<Piece> indexes(Connection connection) throws SQLException {
    return Sql.list(
        connection,
        r ->
            Piece.of(
                "index " + r.getString(1),
                r.getString(3) == null
                    ? r.getString(5)
                    : constraint(r.getString(2), r.getString(3), r.getString(4))),
        INDEXES);
  }

  private static String constraint(String table, String name, String definition) {
    return "ALTER TABLE " + table + " ADD CONSTRAINT " + name + " " + definition;
  }

  /** Makes parts of partitioned tables, and heirs, of tables that stand alone. */
  static List<Piece> children(Connection connection) throws SQLException {
    return Sql.list(connection, IndexPieces::child, CHILDREN);
  }

  private static Piece child(ResultSet row) throws SQLException {
    var parent = row.getString(1);
    var child = row.getString(2);
    var sql =
        row.getBoolean(3)
            ? "ALTER TABLE " + parent + " ATTACH PARTITION " + child + " " + row.getString(4)
            : "ALTER TABLE " + child + " INHERIT " + parent;
    return Piece.of("descent of " + child + " from " + parent, sql);
  }

  /** Foreign keys and conditions, without looking whether the few rows of a twin keep them. */
  static List<Piece> constraints(Connection connection) throws SQLException {
    return Sql.list(
        connection,
        r -> {
          var definition = r.getString(3);
          var unchecked = definition.endsWith(" NOT VALID") ? "" : " NOT VALID";
          return Piece.of(
              "constraint " + r.getString(2) + " of " + r.getString(1),
              constraint(r.getString(1), r.getString(2), definition + unchecked));
        },
        CONSTRAINTS);
  }

  /** Extended statistics, and views. */
  static List<Piece> rest(Connection connection) throws SQLException {
    var pieces =
        new java.util.ArrayList<>(
            Sql.list(
                connection,
                r -> Piece.of("statistics " + r.getString(1), r.getString(2)),
                STATISTICS));
    pieces.addAll(Sql.list(connection, IndexPieces::view, VIEWS));
    return pieces;
  }

  private static Piece view(ResultSet row) throws SQLException {
    var options = row.getString(3);
    return Piece.of(
        "view " + row.getString(1),
        "CREATE VIEW "
            + row.getString(1)
            + (options == null ? "" : " WITH (" + options + ")")
            + " AS "
            + row.getString(2));
  }
}
