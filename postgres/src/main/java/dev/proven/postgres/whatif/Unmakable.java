package dev.proven.postgres.whatif;

import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/** What a twin never has, though it may matter to the planner. */
final class Unmakable {
  private static final String NAMES =
      """
      SELECT format('aggregate %%I.%%I(%%s)', n.nspname, p.proname,
          pg_get_function_identity_arguments(p.oid)), 'aggregates are not copied'
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE p.prokind = 'a' AND %1$s %2$s
      UNION ALL
      SELECT format('operator %%I.%%s', n.nspname, o.oprname), 'operators are not copied'
      FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace WHERE %1$s %3$s
      UNION ALL
      SELECT format('table %%I.%%I', n.nspname, c.relname),
        'it is foreign, and the other server plans it'
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'f' AND %1$s %4$s
      UNION ALL
      SELECT format('row security of %%I.%%I', n.nspname, c.relname), 'policies are not copied'
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE row_security_active(c.oid) AND c.relkind IN ('r', 'p') AND %1$s
      UNION ALL
      SELECT format('storage of %%I.%%I', n.nspname, c.relname), 'planned as a heap, not ' || m.amname
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_am m ON m.oid = c.relam
      WHERE c.relkind = 'r' AND m.amname <> 'heap' AND %1$s
      UNION ALL
      SELECT format('costs of tablespace %%I', t.spcname), array_to_string(t.spcoptions, ', ')
      FROM pg_tablespace t WHERE t.spcoptions IS NOT NULL
      """
          .formatted(
              SchemaPieces.OWN_SCHEMA,
              SchemaPieces.ofNoExtension("pg_proc", "p.oid"),
              SchemaPieces.ofNoExtension("pg_operator", "o.oid"),
              SchemaPieces.ofNoExtension("pg_class", "c.oid"));

  private Unmakable() {}

  static void name(Connection target, LeftOut leftOut) throws SQLException {
    Sql.list(
        target,
        r -> {
          leftOut.add(r.getString(1), r.getString(2));
          return true;
        },
        NAMES);
  }
}
