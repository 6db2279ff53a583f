package dev.proven.postgres;

import dev.proven.core.Session;
import dev.proven.postgres.whatif.WhatIf;
import dev.proven.postgres.whatif.WhatIfs;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a database and holds for its clones as well, though they could not tell it: how
 * often its indexes were used, which statements have constants that were made up, and what the
 * planner would do with other indexes.
 */
public final class Knowledge implements AutoCloseable {
  private static final String SCANS =
      "SELECT schemaname, indexrelname, coalesce(idx_scan, 0) FROM pg_stat_user_indexes";

  private static final String SINCE =
      "SELECT coalesce(to_char(stats_reset, 'YYYY-MM-DD'), 'its statistics began')"
          + " FROM pg_stat_database WHERE datname = current_database()";

  private final Session session;
  private final Set<String> sampled = new HashSet<>();
  private @Nullable WhatIf whatIf;
  private @Nullable Scans scans;

  Knowledge(Session session) {
    this.session = session;
  }

  /**
   * How often indexes were used.
   *
   * @param byIndex by schema and name, joined by a zero character
   * @param since when counting began, in words
   */
  public record Scans(Map<String, Long> byIndex, String since) {
    /** Whether it was there when counting was read. */
    public boolean knows(String schema, String index) {
      return byIndex.containsKey(schema + '\0' + index);
    }

    /** 0 also where nothing is known of it. */
    public long of(String schema, String index) {
      return byIndex.getOrDefault(schema + '\0' + index, 0L);
    }
  }

  /** As the server had counted when this was asked for first. */
  public synchronized Scans scans(Connection connection) throws SQLException {
    if (scans == null) {
      var byIndex = new TreeMap<String, Long>();
      Sql.list(
          connection,
          r -> byIndex.put(r.getString(1) + '\0' + r.getString(2), r.getLong(3)),
          SCANS);
      scans = new Scans(byIndex, Sql.text(connection, SINCE).orElse("its statistics began"));
    }
    return scans;
  }

  /** From now on the constants of that part are known to be made up. */
  synchronized void sampled(String part) {
    sampled.add(part);
  }

  /** Whether the constants of that part were sampled, since its text came without any. */
  public synchronized boolean isSampled(String part) {
    return sampled.contains(part);
  }

  /** A way to ask the planner about other indexes; closed with the target. */
  public synchronized WhatIf whatIf(PostgresTarget target) throws SQLException {
    if (whatIf == null) {
      whatIf = open(target);
    }
    return whatIf;
  }

  @SuppressWarnings("MustBeClosedChecker") // kept until this is closed
  private WhatIf open(PostgresTarget target) throws SQLException {
    return WhatIfs.open(target, session);
  }

  /** Whoever asks the planner again asks anew. */
  synchronized void forget() {
    close();
  }

  @Override
  public synchronized void close() {
    if (whatIf != null) {
      whatIf.close();
      whatIf = null;
    }
  }
}
