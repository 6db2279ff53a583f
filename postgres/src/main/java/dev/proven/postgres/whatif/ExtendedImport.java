package dev.proven.postgres.whatif;

import dev.proven.postgres.Sql;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Gives the twin the target's extended statistics. A role that may read their catalog gets them as
 * they are; another one sees a view, from which groups and dependencies are put together again and
 * lists of common values are not. PostgreSQL 18 has no function for this, so the twin's catalog is
 * written; columns have the same numbers in both.
 */
final class ExtendedImport {
  /** Common values hold the numbers of types, which are the same only for the server's own. */
  private static final String BYTES =
      """
        d.stxdndistinct::bytea::text, d.stxddependencies::bytea::text,
        CASE WHEN EXISTS (SELECT FROM unnest(s.stxkeys::int2[]) k JOIN pg_attribute a
               ON a.attrelid = s.stxrelid AND a.attnum = k WHERE a.atttypid >= 16384)
          THEN NULL ELSE d.stxdmcv::bytea::text END
      FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace
      JOIN pg_statistic_ext_data d ON d.stxoid = s.oid
      """;

  private static final Pattern GROUP = Pattern.compile("\"([-0-9, ]+)\": ([0-9]+)");
  private static final Pattern DEPENDENCY =
      Pattern.compile("\"([-0-9, ]+) => (-?[0-9]+)\": ([0-9.]+)");
  private static final int GROUPS = 0xA352BFA4;
  private static final int DEPENDENCIES = 0xB4549A2C;

  /** The statistics of one object, in the server's own form as the text of a bytea. */
  private record Data(
      String schema,
      String name,
      boolean inherited,
      @Nullable String groups,
      @Nullable String dependencies,
      @Nullable String common) {}

  private ExtendedImport() {}

  /**
   * Copies what the target's role may read.
   *
   * @param admin the twin's superuser
   */
  static void copy(Connection target, int majorVersion, Connection admin, LeftOut leftOut)
      throws SQLException {
    var all = read(target, majorVersion);
    if (all.isEmpty()) {
      return;
    }
    for (String type : List.of("pg_ndistinct", "pg_dependencies", "pg_mcv_list")) {
      Sql.execute(admin, "CREATE CAST (bytea AS " + type + ") WITHOUT FUNCTION");
    }
    for (Data data : all) {
      try {
        write(admin, data);
      } catch (SQLException e) {
        leftOut.add("extended statistics " + data.name(), String.valueOf(e.getMessage()));
      }
    }
  }

  private static List<Data> read(Connection target, int majorVersion) throws SQLException {
    boolean inherited = majorVersion >= 15;
    try {
      return Sql.list(
          target,
          r ->
              new Data(
                  r.getString(1),
                  r.getString(2),
                  r.getBoolean(3),
                  r.getString(4),
                  r.getString(5),
                  r.getString(6)),
          "SELECT n.nspname, s.stxname, " + (inherited ? "d.stxdinherit," : "false,") + BYTES);
    } catch (SQLException e) {
      return Sql.list(
          target,
          ExtendedImport::fromView,
          "SELECT s.statistics_schemaname, s.statistics_name, "
              + (inherited ? "s.inherited" : "false")
              + ", s.n_distinct::text, s.dependencies::text FROM pg_stats_ext s");
    }
  }

  private static Data fromView(ResultSet row) throws SQLException {
    return new Data(
        row.getString(1),
        row.getString(2),
        row.getBoolean(3),
        groups(row.getString(4)),
        dependencies(row.getString(5)),
        null);
  }

  /** As mvdistinct.c stores {@code {"1, 2": 24}}. */
  static @Nullable String groups(@Nullable String text) {
    if (text == null) {
      return null;
    }
    var matches = GROUP.matcher(text).results().toList();
    var bytes = start(GROUPS, matches.size());
    for (MatchResult match : matches) {
      var columns = numbers(match.group(1));
      bytes.putDouble(Double.parseDouble(match.group(2))).putInt(columns.size());
      columns.forEach(bytes::putShort);
    }
    return end(bytes);
  }

  /** As dependencies.c stores {@code {"1 => 2": 0.5}}. */
  static @Nullable String dependencies(@Nullable String text) {
    if (text == null) {
      return null;
    }
    var matches = DEPENDENCY.matcher(text).results().toList();
    var bytes = start(DEPENDENCIES, matches.size());
    for (MatchResult match : matches) {
      var columns = numbers(match.group(1) + ", " + match.group(2));
      bytes.putDouble(Double.parseDouble(match.group(3))).putShort((short) columns.size());
      columns.forEach(bytes::putShort);
    }
    return end(bytes);
  }

  /** Eight columns at most, so no item is longer than 32 bytes. */
  private static ByteBuffer start(int magic, int items) {
    return ByteBuffer.allocate(12 + 32 * items)
        .order(ByteOrder.nativeOrder())
        .putInt(magic)
        .putInt(1)
        .putInt(items);
  }

  private static String end(ByteBuffer bytes) {
    var used = new byte[bytes.position()];
    bytes.get(0, used);
    return "\\x" + HexFormat.of().formatHex(used);
  }

  private static List<Short> numbers(String list) {
    return Pattern.compile(", ").splitAsStream(list).map(Short::valueOf).toList();
  }

  private static void write(Connection admin, Data data) throws SQLException {
    Sql.list(
        admin,
        r -> r.getLong(1),
        "WITH made AS (INSERT INTO pg_statistic_ext_data"
            + " (stxoid, stxdinherit, stxdndistinct, stxddependencies, stxdmcv)"
            + " SELECT s.oid, ?::boolean, nullif(?, '')::bytea::pg_ndistinct,"
            + " nullif(?, '')::bytea::pg_dependencies, nullif(?, '')::bytea::pg_mcv_list"
            + " FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace"
            + " WHERE n.nspname = ? AND s.stxname = ? RETURNING 1) SELECT count(*) FROM made",
        data.inherited(),
        Objects.requireNonNullElse(data.groups(), ""),
        Objects.requireNonNullElse(data.dependencies(), ""),
        Objects.requireNonNullElse(data.common(), ""),
        data.schema(),
        data.name());
  }
}
