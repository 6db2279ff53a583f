package dev.proven.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An index as the catalog has it, with all that is needed to make it again exactly.
 *
 * @param oid its number
 * @param schema unquoted
 * @param table that it is on, unquoted, in the same schema
 * @param name unquoted
 * @param usable whether the server uses it; else it is a leftover
 * @param unique whether no two rows may have the same key
 * @param partitioned whether it is on a partitioned table and has a part on each partition
 * @param expressions whether it is on something else than bare columns
 * @param bound why it is more than a way to find rows, such as that it backs a constraint; empty if
 *     it is not
 * @param tablespace empty for the database's own
 * @param comment empty if there is none
 * @param targets statistics targets of its columns, such as {@code 1=500}
 * @param create the statement that makes it, as the server prints it
 * @param body what stands behind the table in that statement, the same for equal indexes
 */
public record StandingIndex(
    long oid,
    String schema,
    String table,
    String name,
    boolean usable,
    boolean unique,
    boolean partitioned,
    boolean expressions,
    String bound,
    String tablespace,
    String comment,
    List<String> targets,
    String create,
    String body) {

  private static final String NAME = "(?:\"(?:[^\"]|\"\")*\"|[^\" .]+)";
  private static final Pattern FORM =
      Pattern.compile(
          "CREATE (?:UNIQUE )?INDEX %s ON (?:ONLY )?%s\\.%s (USING .*)".formatted(NAME, NAME, NAME),
          Pattern.DOTALL);

  private static final String QUERY =
      """
      SELECT i.indexrelid, n.nspname, t.relname, c.relname,
        i.indisvalid AND i.indisready AND i.indislive, i.indisunique, c.relkind = 'I',
        i.indexprs IS NOT NULL,
        CASE
          WHEN i.indisprimary OR i.indisexclusion
            OR EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)
            THEN 'backs a constraint'
          WHEN i.indisunique THEN 'keeps keys unique'
          WHEN i.indisreplident THEN 'identifies rows for replication'
          WHEN i.indisclustered THEN 'is what the table is clustered by'
          WHEN c.relispartition THEN 'belongs to a partitioned index'
          WHEN EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
            AND d.objid = i.indexrelid AND d.deptype IN ('e', 'x'))
            THEN 'belongs to an extension'
          ELSE '' END,
        coalesce(s.spcname, ''), coalesce(obj_description(i.indexrelid, 'pg_class'), ''),
        ARRAY(SELECT a.attnum || '=' || a.attstattarget FROM pg_attribute a
          WHERE a.attrelid = i.indexrelid AND a.attstattarget >= 0 ORDER BY a.attnum),
        pg_get_indexdef(i.indexrelid)
      FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_class t ON t.oid = i.indrelid
        LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace
      """;

  /**
   * The index of that number.
   *
   * @param connection left with a search path of its own, so that definitions read alike everywhere
   */
  public static Optional<StandingIndex> of(Connection connection, long oid) throws SQLException {
    return list(connection, "i.indexrelid = ?::oid", oid).stream().findFirst();
  }

  /** The index of that name; the connection is left with a search path of its own. */
  public static Optional<StandingIndex> of(Connection connection, String schema, String name)
      throws SQLException {
    return list(connection, "n.nspname = ? AND c.relname = ?", schema, name).stream().findFirst();
  }

  /** All of a table; the connection is left with a search path of its own. */
  public static List<StandingIndex> all(Connection connection, long table) throws SQLException {
    return list(connection, "i.indrelid = ?::oid ORDER BY c.relname", table);
  }

  private static List<StandingIndex> list(Connection connection, String where, Object... args)
      throws SQLException {
    Sql.execute(connection, "SET search_path = pg_catalog");
    return Sql.list(connection, StandingIndex::read, QUERY + " WHERE " + where, args);
  }

  /**
   * What stands behind the table in a statement that makes an index.
   *
   * @param create as the server prints it
   */
  public static String body(String create) throws SQLException {
    var form = FORM.matcher(create);
    if (!form.matches()) {
      throw new SQLException("The server describes an index in an unknown form: " + create);
    }
    return form.group(1);
  }

  private static StandingIndex read(ResultSet row) throws SQLException {
    var create = row.getString(13);
    return new StandingIndex(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getBoolean(5),
        row.getBoolean(6),
        row.getBoolean(7),
        row.getBoolean(8),
        row.getString(9),
        row.getString(10),
        row.getString(11),
        List.of((String[]) row.getArray(12).getArray()),
        create,
        body(create));
  }

  /** Its name as an identifier in SQL. */
  public String qualifiedName() {
    return Sql.identifier(schema, name);
  }

  /** The statement that makes it again, with all its parts. */
  public String createAtOnce() {
    return DroppedIndex.of(this).create(false);
  }

  /** The statement that makes it again while others write, once it was dropped. */
  public String createConcurrently() {
    return DroppedIndex.of(this).create(true);
  }
}
