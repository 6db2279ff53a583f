package dev.proven.postgres.rewrite;

import dev.proven.core.Credentials;
import dev.proven.core.Progress;
import dev.proven.core.Session;
import dev.proven.core.journal.Journal;
import dev.proven.postgres.PostgresKind;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.Sql;
import dev.proven.postgres.rewrite.catalog.Catalog;
import dev.proven.postgres.rewrite.rule.Facts;
import dev.proven.postgres.rewrite.rule.Rewritten;
import dev.proven.postgres.rewrite.rule.Rule;
import dev.proven.postgres.rewrite.sql.NotUnderstood;
import dev.proven.postgres.rewrite.sql.Query;
import dev.proven.postgres.rewrite.sql.SqlReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An embedded server with one database, and what is needed to read and rewrite statements. */
public final class RewriteServer implements AutoCloseable {
  public final Session session;
  public final PostgresTarget target;
  private @Nullable Connection connection;
  private @Nullable Catalog catalog;

  @SuppressWarnings("MustBeClosedChecker") // closed with this, after the last test of a class
  public RewriteServer(String setup) {
    var id = "t" + UUID.randomUUID().toString().substring(0, 8);
    var handlers =
        Map.of("postgres", new PostgresKind().undoHandler(Credentials.fromEnvironment()));
    var journal = Journal.open(Path.of("target", "journals", id, "journal"), handlers);
    session = new Session(id, journal, Progress.silent());
    target = PostgresKind.openEmbedded(session, "shop", c -> Sql.execute(c, setup));
  }

  /** Opened when it is first asked for: a database in use cannot be cloned. */
  @SuppressWarnings("MustBeClosedChecker") // closed with this
  public Connection connection() throws SQLException {
    if (connection == null) {
      connection = target.connect();
    }
    return connection;
  }

  public Catalog catalog() throws SQLException {
    if (catalog == null) {
      catalog = Catalog.of(connection());
    }
    return catalog;
  }

  public Query read(String sql) {
    try {
      return SqlReader.read(sql, catalog());
    } catch (NotUnderstood | SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  /** What a rule makes of a text. */
  public List<Rewritten> rewrite(Rule rule, String sql) throws SQLException {
    var query = read(sql);
    return rule.rewrite(query, Facts.of(query, catalog().functions()));
  }

  @Override
  public void close() {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } finally {
      target.close();
    }
  }
}
