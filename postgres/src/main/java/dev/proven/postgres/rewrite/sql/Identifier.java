package dev.proven.postgres.rewrite.sql;

import dev.proven.postgres.Sql;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Names as they are written in SQL. */
final class Identifier {
  private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");

  /** What the server's grammar reserves, or takes for something else in front of a column. */
  private static final Set<String> RESERVED =
      Set.of(
          ("all analyse analyze and any array as asc asymmetric authorization between binary bit"
                  + " boolean both case cast char character check coalesce collate collation column"
                  + " concurrently constraint create cross current_catalog current_date current_role"
                  + " current_schema current_time current_timestamp current_user dec decimal default"
                  + " deferrable desc distinct do else end except exists extract false fetch float"
                  + " for foreign freeze from full grant greatest group grouping having ilike in"
                  + " initially inner inout int integer intersect interval into is isnull join"
                  + " json_array json_object lateral leading least left like limit localtime"
                  + " localtimestamp national natural nchar none normalize not notnull null nullif"
                  + " numeric offset on only or order out outer overlaps overlay placing position"
                  + " precision primary real references returning right row select session_user"
                  + " setof similar smallint some substring symmetric system_user table tablesample"
                  + " then time timestamp to trailing treat trim true union unique user using values"
                  + " varchar variadic verbose when where window with xmlattributes xmlconcat"
                  + " xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot"
                  + " xmlserialize xmltable")
              .split(" "));

  private Identifier() {}

  /** The name quoted where it must be. */
  static String of(String name) {
    return PLAIN.matcher(name).matches() && !RESERVED.contains(name) ? name : Sql.identifier(name);
  }

  /** What a name in a text means: unquoted as it stands, else in lower case. */
  static String meaning(String written) {
    return written.startsWith("\"")
        ? written.substring(1, written.length() - 1).replace("\"\"", "\"")
        : written.toLowerCase(Locale.ROOT);
  }
}
