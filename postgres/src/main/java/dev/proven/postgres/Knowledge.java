package dev.proven.postgres;

import dev.proven.core.Session;
import dev.proven.core.experiment.Part;
import dev.proven.postgres.whatif.WhatIf;
import dev.proven.postgres.whatif.WhatIfs;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a database and holds for its clones as well, though they could not tell it: how
 * often its indexes were used, which statements have constants or whole questions that were made
 * up, what the planner would do with other indexes, and how long that was asked.
 */
public final class Knowledge implements AutoCloseable {
  /** What is guessed of a statement that skips rows, of which the record does not say how many. */
  public static final String GUESSED_OFFSET = "OFFSET is 0";

  private static final int MOST_SENTENCES = 40;

  /** The server counts the scans of the parts of a partitioned index only. */
  private static final String SCANS =
      """
      SELECT schemaname, indexrelname, coalesce(idx_scan, 0) FROM pg_stat_user_indexes
      UNION ALL
      SELECT n.nspname, c.relname, coalesce(sum(s.idx_scan), 0)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      CROSS JOIN LATERAL pg_partition_tree(c.oid) t
      LEFT JOIN pg_stat_user_indexes s ON s.indexrelid = t.relid
      WHERE c.relkind = 'I' GROUP BY c.oid, n.nspname, c.relname
      """;

  private final Session session;
  private final Set<String> sampled = new HashSet<>();
  private final Set<String> varied = new HashSet<>();
  private final Map<String, List<String>> guesses = new TreeMap<>();
  private @Nullable WhatIf whatIf;
  private @Nullable Scans scans;
  private Duration advised = Duration.ZERO;

  Knowledge(Session session) {
    this.session = session;
  }

  /**
   * How often indexes were used.
   *
   * @param byIndex by schema and name, joined by a zero character
   * @param since when counting began, in words
   * @param young why that a scan was not counted says little, in words; empty if it says enough
   */
  public record Scans(Map<String, Long> byIndex, String since, String young) {
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
      var since = CountedSince.read(connection);
      scans = new Scans(byIndex, since.words(), young(byIndex, since));
    }
    return scans;
  }

  private static String young(Map<String, Long> byIndex, CountedSince since) {
    if (byIndex.values().stream().allMatch(n -> n == 0)) {
      return "the server has counted no use of any index, like a copy that was just restored";
    }
    return since.isAtLeast(CountedSince.ENOUGH)
        ? ""
        : "the server counts its use of indexes only " + since.words();
  }

  /** From now on the constants of that part are known to be made up. */
  synchronized void sampled(String part) {
    sampled.add(part);
  }

  /** Whether the constants of that part were sampled, since its text came without any. */
  public synchronized boolean isSampled(String part) {
    return sampled.contains(part);
  }

  /** From now on it is known how long the indexes were thought about before anything was tried. */
  public synchronized void advised(Duration duration) {
    advised = duration;
  }

  /** How long the indexes were thought about before anything was tried. */
  public synchronized Duration advised() {
    return advised;
  }

  /** From now on that part is known to stand for some of a statement's values and no others. */
  synchronized void varied(String part) {
    varied.add(part);
  }

  /** Whether other parts stand for the same statement with other values. */
  public synchronized boolean isVaried(String part) {
    return varied.contains(part);
  }

  /** From now on so much of that part's question itself is known to be made up. */
  synchronized void guessed(String part, List<String> what) {
    if (!what.isEmpty()) {
      guesses.put(part, List.copyOf(what));
    }
  }

  /**
   * What of a part's question was made up, since its text does not tell: not a value alone but what
   * is asked, such as {@code LIMIT is 10}. Good enough for a plan, never for an answer.
   */
  public synchronized List<String> guesses(String part) {
    return guesses.getOrDefault(part, List.of());
  }

  /** What was made up in the parts, one sentence for each, and one for those that are too many. */
  public synchronized List<String> guessed(List<Part> parts) {
    var guessed = parts.stream().filter(p -> guesses.containsKey(p.id())).toList();
    var sentences = new ArrayList<String>();
    for (var part : guessed.subList(0, Math.min(MOST_SENTENCES, guessed.size()))) {
      sentences.add(
          part.id()
              + " is partly guessed, since its recorded text does not tell: "
              + String.join(", ", guesses(part.id()))
              + ".");
    }
    if (guessed.size() > MOST_SENTENCES) {
      sentences.add(guessed.size() - MOST_SENTENCES + " more are partly guessed.");
    }
    return sentences;
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
