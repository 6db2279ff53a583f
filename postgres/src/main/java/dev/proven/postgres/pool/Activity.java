package dev.proven.postgres.pool;

import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a server shows of the clients of a database over a short time.
 *
 * @param most clients that were connected at once
 * @param working of these, the most that worked at once
 * @param applications by name with how many there were, the most numerous first
 * @param window the pace while it was looked
 * @param sinceReset the pace since the counters were set to zero
 */
record Activity(int most, int working, List<String> applications, Pace window, Pace sinceReset) {
  private static final int LOOKS = 10;
  private static final long BETWEEN_LOOKS = 220;
  private static final int FIRST_TO_COUNT_SESSIONS = 14;

  private static final String CLIENTS =
      "SELECT count(*), count(*) FILTER (WHERE state <> 'idle')"
          + Room.OTHERS
          + " AND datname = current_database()";

  private static final String APPLICATIONS =
      "SELECT coalesce(nullif(application_name, ''), 'unnamed') || ' x ' || count(*)"
          + Room.OTHERS
          + " AND datname = current_database() GROUP BY application_name"
          + " ORDER BY count(*) DESC LIMIT 5";

  private record Look(int clients, int working) {}

  /** Looks for about two seconds, because the counters are brought up to date once a second. */
  static Activity observe(PostgresTarget target, Connection connection)
      throws SQLException, InterruptedException {
    boolean counts = target.majorVersion() >= FIRST_TO_COUNT_SESSIONS;
    var before = counts ? Pace.read(connection) : null;
    var looks = new ArrayList<Look>();
    for (int i = 0; i < LOOKS; i++) {
      looks.addAll(
          Sql.list(
              connection, r -> new Look(r.getInt(1), r.getInt(2)), CLIENTS, Room.ours(target)));
      Thread.sleep(BETWEEN_LOOKS);
    }
    var applications = Sql.list(connection, r -> r.getString(1), APPLICATIONS, Room.ours(target));
    var after = before == null ? null : Pace.read(connection);
    return new Activity(
        looks.stream().mapToInt(Look::clients).max().orElse(0),
        looks.stream().mapToInt(Look::working).max().orElse(0),
        applications,
        before == null || after == null ? Pace.NONE : after.since(before),
        after == null ? Pace.NONE : after.sinceReset());
  }

  /** Whether one of the applications bears the name that pgjdbc gives itself. */
  boolean showsPgjdbc() {
    return applications.stream().anyMatch(a -> a.startsWith("PostgreSQL JDBC Driver"));
  }
}
