package dev.proven.postgres;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.watch.LoadMeter;
import dev.proven.core.watch.Reading;
import dev.proven.core.watch.Statement;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The load of a database as pg_stat_statements records it: executions and their time, without
 * planning. It connects again where the server was restarted.
 */
final class StatementMeter implements LoadMeter {
  private static final int MOST_CHARACTERS = 500;
  private static final Pattern LEADING_COMMENT =
      Pattern.compile("^(?:\\s++|--[^\\n]*+\\n|/\\*.*?\\*/)++", Pattern.DOTALL);

  /** What is recorded without its values. Other statements may hold a password in their text. */
  private static final Pattern NORMALISED =
      Pattern.compile(
          "(?i)^\\(*(SELECT|INSERT|UPDATE|DELETE|MERGE|WITH|VALUES|TABLE|COMMIT|END)\\b");

  private static final Pattern WRITE = Pattern.compile("(?i)^(INSERT|UPDATE|DELETE|MERGE)\\b");
  private static final Pattern WITH = Pattern.compile("(?i)^WITH\\b");
  private static final Pattern INNER_WRITE =
      Pattern.compile(
          "(?i)\\b(INSERT\\s+INTO|MERGE\\s+INTO|DELETE\\s+FROM"
              + "|UPDATE\\s+(ONLY\\s+)?\\S+\\s+(AS\\s+)?(\\S+\\s+)?SET)\\b");

  private final PostgresTarget target;
  private @Nullable Connection connection;

  private StatementMeter(PostgresTarget target, Connection connection) {
    this.target = target;
    this.connection = connection;
  }

  /**
   * A meter of that database.
   *
   * @throws dev.proven.core.Problem usage, where the extension is not there or cannot be read
   */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // the meter's, which the caller closes
  static StatementMeter of(PostgresTarget target) {
    try {
      var meter = new StatementMeter(target, target.connect());
      try {
        meter.read();
        return meter;
      } catch (SQLException | RuntimeException e) {
        meter.close();
        throw e;
      }
    } catch (SQLException e) {
      throw StatStatements.unreadable(target, e);
    }
  }

  @Override
  public Reading read() throws SQLException {
    try {
      return read(connection());
    } catch (SQLException e) {
      close();
      throw e;
    }
  }

  @SuppressWarnings("MustBeClosedChecker") // kept for the next reading
  private Connection connection() throws SQLException {
    var open = connection;
    if (open == null) {
      open = target.connect();
      connection = open;
    }
    return open;
  }

  private Reading read(Connection c) throws SQLException {
    var schema = StatStatements.schema(target, c);
    var view = Sql.identifier(schema, "pg_stat_statements");
    var time = StatStatements.has(c, view, "total_exec_time") ? "total_exec_time" : "total_time";
    var since = StatStatements.has(c, view, "stats_since") ? "min(stats_since)::text" : "''";
    var counts = new TreeMap<String, Reading.Count>();
    Sql.list(
        c,
        r ->
            counts.put(
                r.getString(1),
                new Reading.Count(r.getString(2), r.getDouble(3), r.getDouble(4) / 1000)),
        "SELECT queryid, "
            + since
            + ", sum(calls), sum("
            + time
            + ") FROM "
            + view
            + "(false) WHERE "
            + mine(c, view)
            + " AND queryid IS NOT NULL GROUP BY queryid");
    return new Reading(Instant.now(), epoch(c, schema), counts);
  }

  private static String mine(Connection c, String view) throws SQLException {
    return "dbid = (SELECT oid FROM pg_database WHERE datname = current_database())"
        + (StatStatements.has(c, view, "toplevel") ? " AND toplevel" : "");
  }

  /** Counts survive an orderly restart, and what ran in that interval is no measure of anything. */
  private static String epoch(Connection c, String schema) throws SQLException {
    var info = Sql.identifier(schema, "pg_stat_statements_info");
    var started = Sql.text(c, "SELECT pg_postmaster_start_time()::text").orElse("");
    return StatStatements.has(c, info, "stats_reset")
        ? started + " " + Sql.text(c, "SELECT stats_reset::text FROM " + info).orElse("")
        : started;
  }

  @Override
  public Map<String, Statement> describe(Collection<String> ids) throws SQLException {
    var c = connection();
    var view = Sql.identifier(StatStatements.schema(target, c), "pg_stat_statements");
    var wanted = new HashSet<>(ids);
    var statements = new HashMap<String, Statement>();
    Sql.list(
        c,
        r -> {
          var text = String.valueOf(r.getString(2));
          var bare = LEADING_COMMENT.matcher(text).replaceFirst("");
          if (wanted.contains(r.getString(1)) && isOfUsers(bare)) {
            statements.put(r.getString(1), statement(bare));
          }
          return text.length();
        },
        "SELECT queryid, left(min(query), 100000) FROM "
            + view
            + " WHERE "
            + mine(c, view)
            + " AND queryid IS NOT NULL GROUP BY queryid");
    return statements;
  }

  private static boolean isOfUsers(String text) {
    return NORMALISED.matcher(text).lookingAt() && !text.contains(Sql.MARK);
  }

  private static Statement statement(String bare) {
    boolean write =
        WRITE.matcher(bare).lookingAt()
            || (WITH.matcher(bare).lookingAt() && INNER_WRITE.matcher(bare).find());
    var line = bare.replaceAll("\\s+", " ").strip();
    return new Statement(
        line.length() > MOST_CHARACTERS ? line.substring(0, MOST_CHARACTERS) + " ..." : line,
        write);
  }

  @Override
  public void close() {
    try (var _ = connection) {
      connection = null;
    } catch (SQLException e) {
      connection = null; // It was of no use any more.
    }
  }
}
