package dev.proven.examples.tpch;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Credentials;
import dev.proven.core.Progress;
import dev.proven.core.Session;
import dev.proven.core.journal.Journal;
import dev.proven.examples.Figures;
import dev.proven.postgres.PostgresKind;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * TPC-H on an embedded server: at scale 0.01, or at 0.1 with {@code -Dproven.twin=full}, which also
 * prints what is measured.
 */
final class TpchServer implements AutoCloseable {
  static final boolean FULL = "full".equals(System.getProperty("proven.twin"));

  private static final Pattern QUERY =
      Pattern.compile("-- name: (Q\\d+)\n(.*?);\\s*(?=-- name:|\\z)", Pattern.DOTALL);

  final Session session;
  final PostgresTarget target;

  private TpchServer(Session session, PostgresTarget target) {
    this.session = session;
    this.target = target;
  }

  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // closed with this
  static TpchServer start() {
    var id = "h" + UUID.randomUUID().toString().substring(0, 8);
    var handlers =
        Map.of("postgres", new PostgresKind().undoHandler(Credentials.fromEnvironment()));
    var journal = Journal.open(Path.of("target", "journals", id, "journal"), handlers);
    var session = new Session(id, journal, FULL ? Figures.progress() : Progress.silent());
    double scale = FULL ? 0.1 : 0.01;
    return new TpchServer(
        session, PostgresKind.openEmbedded(session, "tpch", c -> TpchDatabase.load(c, scale)));
  }

  /** The 22 queries by their names. */
  static Map<String, String> queries(Path folder) throws IOException {
    var queries = new LinkedHashMap<String, String>();
    var text = Files.readString(TpchDatabase.workload(folder));
    QUERY.matcher(text).results().forEach(m -> queries.put(m.group(1), m.group(2)));
    return queries;
  }

  void execute(String sql) throws SQLException {
    try (var connection = target.connect()) {
      Sql.execute(connection, sql);
    }
  }

  /** Tells what was measured, where somebody asked for it. */
  static void print(String line) {
    if (FULL) {
      System.out.println(line);
    }
  }

  @Override
  public void close() {
    target.close();
  }
}
