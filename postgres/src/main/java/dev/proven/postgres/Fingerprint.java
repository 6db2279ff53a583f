package dev.proven.postgres;

import dev.proven.core.evidence.Sha256;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A digest over what a change could touch: the definitions of everything in a database, the
 * settings of its server, and what a run could have left beside it. Rows, statistics and values of
 * sequences are not in it, because they move by themselves; other databases, roles and tablespaces
 * are not, because others may make them while a run goes on.
 */
final class Fingerprint {
  /** Schemas of the user; temporary ones belong to a session and go with it. */
  private static final String USER_SCHEMA =
      " n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)' ";

  /** Changed by the server itself, or by each session for itself. */
  private static final String MOVING =
      "('application_name', 'client_encoding', 'in_hot_standby', 'transaction_deferrable',"
          + " 'transaction_isolation', 'transaction_read_only', 'is_superuser',"
          + " 'session_authorization', 'search_path', 'TimeZone', 'DateStyle',"
          + " 'extra_float_digits', 'pg_stat_statements.track')";

  private static final Map<String, String> SECTIONS =
      Map.ofEntries(
          Map.entry(
              "schemas",
              "SELECT n.nspname, n.nspowner::regrole, n.nspacl FROM pg_namespace n WHERE"
                  + USER_SCHEMA),
          Map.entry(
              "relations",
              "SELECT c.oid::regclass, c.relkind, c.relowner::regrole, c.relacl, c.reloptions,"
                  + " c.relpersistence, c.relrowsecurity, c.relforcerowsecurity, c.relreplident,"
                  + " c.relispartition, c.reltablespace, c.relam,"
                  + " pg_get_expr(c.relpartbound, c.oid), pg_get_partkeydef(c.oid)"
                  + inUserSchema("pg_class c", "c.relnamespace")),
          Map.entry(
              "inheritance",
              "SELECT i.inhrelid::regclass, i.inhparent::regclass, i.inhseqno"
                  + " FROM pg_inherits i"),
          Map.entry(
              "columns",
              "SELECT c.oid::regclass, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod),"
                  + " a.attnotnull, a.attidentity, a.attgenerated, a.attstorage, a.attstattarget,"
                  + " a.attcollation, a.attacl, a.attoptions, pg_get_expr(d.adbin, d.adrelid)"
                  + " FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
                  + " JOIN pg_namespace n ON n.oid = c.relnamespace"
                  + " LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum"
                  + " WHERE NOT a.attisdropped AND a.attnum > 0 AND"
                  + USER_SCHEMA),
          Map.entry(
              "indexes",
              "SELECT pg_get_indexdef(i.indexrelid), i.indisvalid, i.indisready, i.indisclustered,"
                  + " i.indisreplident FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
                  + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE"
                  + USER_SCHEMA),
          Map.entry(
              "constraints",
              "SELECT k.conname, k.conrelid::regclass, k.contypid::regtype,"
                  + " pg_get_constraintdef(k.oid), k.convalidated"
                  + inUserSchema("pg_constraint k", "k.connamespace")),
          Map.entry(
              "views",
              "SELECT c.oid::regclass, pg_get_viewdef(c.oid)"
                  + inUserSchema("pg_class c", "c.relnamespace")
                  + " AND c.relkind IN ('v', 'm')"),
          Map.entry(
              "functions",
              "SELECT p.oid::regprocedure, p.proowner::regrole, p.proacl,"
                  + " CASE WHEN p.prokind IN ('f', 'p') THEN pg_get_functiondef(p.oid) END"
                  + inUserSchema("pg_proc p", "p.pronamespace")),
          Map.entry(
              "sequences",
              "SELECT s.seqrelid::regclass, s.seqtypid::regtype, s.seqstart, s.seqincrement,"
                  + " s.seqmin, s.seqmax, s.seqcache, s.seqcycle FROM pg_sequence s"),
          Map.entry(
              "triggers",
              "SELECT pg_get_triggerdef(t.oid), t.tgenabled FROM pg_trigger t"
                  + " WHERE NOT t.tgisinternal"),
          Map.entry(
              "rules",
              "SELECT pg_get_ruledef(r.oid), r.ev_enabled FROM pg_rewrite r"
                  + " JOIN pg_class c ON c.oid = r.ev_class"
                  + " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE"
                  + USER_SCHEMA),
          Map.entry(
              "policies",
              "SELECT polname, polrelid::regclass, polcmd, polpermissive, polroles::regrole[],"
                  + " pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)"
                  + " FROM pg_policy"),
          Map.entry(
              "types",
              "SELECT t.oid::regtype, t.typtype, t.typowner::regrole, t.typnotnull, t.typdefault,"
                  + " ARRAY(SELECT e.enumlabel FROM pg_enum e WHERE e.enumtypid = t.oid"
                  + " ORDER BY e.enumsortorder)"
                  + inUserSchema("pg_type t", "t.typnamespace")),
          Map.entry(
              "statistics objects",
              "SELECT pg_get_statisticsobjdef(s.oid)"
                  + inUserSchema("pg_statistic_ext s", "s.stxnamespace")),
          Map.entry("extensions", "SELECT extname, extversion FROM pg_extension"),
          Map.entry("event triggers", "SELECT evtname, evtevent, evtenabled FROM pg_event_trigger"),
          Map.entry("publications", "SELECT pubname, pubowner::regrole FROM pg_publication"),
          Map.entry("foreign servers", "SELECT srvname, srvoptions FROM pg_foreign_server"),
          Map.entry(
              "comments",
              "SELECT pg_describe_object(d.classoid, d.objoid, d.objsubid), d.description"
                  + " FROM pg_description d WHERE d.objoid >= 16384"),
          Map.entry(
              "settings",
              "SELECT name, setting, pending_restart FROM pg_settings"
                  + " WHERE source NOT IN ('client', 'session') AND name NOT IN "
                  + MOVING),
          Map.entry(
              "settings of the database and the role",
              "SELECT s.setdatabase, s.setrole::regrole, s.setconfig FROM pg_db_role_setting s"
                  + " LEFT JOIN pg_database d ON d.oid = s.setdatabase"
                  + " LEFT JOIN pg_roles r ON r.oid = s.setrole"
                  + " WHERE d.datname = current_database() OR (s.setdatabase = 0"
                  + " AND (s.setrole = 0 OR r.rolname = current_user))"),
          Map.entry(
              "database",
              "SELECT datname, datdba::regrole, datistemplate, datallowconn, datconnlimit, datacl"
                  + " FROM pg_database WHERE datname = current_database()"));

  /** Databases that this run has made, and roles, should a change ever need one. */
  private static final String LEFT_BEHIND =
      "SELECT n FROM (SELECT datname AS n FROM pg_database UNION ALL SELECT rolname FROM pg_roles) x"
          + " WHERE starts_with(n, ?) AND n <> current_database()";

  private Fingerprint() {}

  private static String inUserSchema(String from, String namespace) {
    return " FROM "
        + from
        + " JOIN pg_namespace n ON n.oid = "
        + namespace
        + " WHERE"
        + USER_SCHEMA;
  }

  /** One digest over all sections. */
  static String of(Connection connection, String runId) throws SQLException {
    return Sha256.of(sections(connection, runId).toString());
  }

  /** A digest for each section. */
  private static SortedMap<String, String> sections(Connection connection, String runId)
      throws SQLException {
    // Names are then always printed with their schema, whoever asks.
    Sql.set(connection, "search_path", "");
    var digests = new TreeMap<String, String>();
    for (var section : SECTIONS.entrySet()) {
      digests.put(section.getKey(), digest(connection, section.getValue()));
    }
    digests.put("left behind", digest(connection, LEFT_BEHIND, Clones.prefix(runId)));
    digests.put("bouncers", Bouncer.namesOf(runId));
    if (mayReadFiles(connection)) {
      // A setting that was written by ALTER SYSTEM but not loaded shows only here.
      digests.put(
          "configuration files",
          digest(
              connection,
              "SELECT regexp_replace(sourcefile, '.*/', ''), name, setting FROM"
                  + " pg_file_settings"));
    }
    return digests;
  }

  private static boolean mayReadFiles(Connection connection) throws SQLException {
    return Sql.isTrue(
        connection,
        "SELECT has_table_privilege('pg_file_settings', 'SELECT')"
            + " AND has_function_privilege('pg_show_all_file_settings()', 'EXECUTE')");
  }

  private static String digest(Connection connection, String query, Object... args)
      throws SQLException {
    var digest = Sha256.digest();
    var rows = "SELECT x::text FROM (" + query + ") x ORDER BY x::text COLLATE \"C\"";
    for (var row : Sql.list(connection, r -> r.getString(1), rows, args)) {
      digest.update((row + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return Sha256.hex(digest.digest());
  }
}
