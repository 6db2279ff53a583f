package dev.proven.postgres.rewrite.check;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.Sql;
import dev.proven.postgres.rewrite.sql.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One statement with its other texts, all answered from one snapshot of a database. The original
 * runs once, however many texts are compared with it.
 */
public final class Snapshot implements AutoCloseable {
  private static final String CANCELED = "57014";

  private final Connection connection;
  private final Query original;
  private final Duration patience;
  private @Nullable Answer answer;
  private @Nullable Verdict failed;

  private Snapshot(Connection connection, Query original, Duration patience) {
    this.connection = connection;
    this.original = original;
    this.patience = patience;
  }

  /**
   * A snapshot of a database.
   *
   * @param patience with which the original is waited for; a text that takes longer is no gain
   */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // the connection is the snapshot's, which closes it
  public static Snapshot of(PostgresTarget target, Query original, Duration patience)
      throws SQLException {
    var connection = target.connect();
    try {
      connection.setAutoCommit(false);
      Sql.execute(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
      Sql.execute(connection, "SET LOCAL statement_timeout = " + patience.toMillis());
      return new Snapshot(connection, original, patience);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Whether the text answers what the original answers. */
  public Verdict compare(Query rewritten) throws SQLException {
    var first = original();
    if (first == null) {
      return java.util.Objects.requireNonNull(failed);
    }
    var savepoint = connection.setSavepoint();
    try {
      var probe = Probe.of(rewritten);
      var difference = Probe.of(original).difference(first, probe, probe.run(connection));
      return difference
          .<Verdict>map(d -> new Verdict.Refuted("On the copy of your data " + d + "."))
          .orElseGet(() -> new Verdict.Alike(same(first)));
    } catch (SQLException e) {
      return CANCELED.equals(e.getSQLState())
          ? new Verdict.Open("the rewritten text ran longer than " + patience.toSeconds() + " s")
          : new Verdict.Refuted("The rewritten text fails: " + reason(e) + ".");
    } finally {
      connection.rollback(savepoint);
    }
  }

  private @Nullable Answer original() throws SQLException {
    if (answer == null && failed == null) {
      var savepoint = connection.setSavepoint();
      try {
        answer = Probe.of(original).run(connection);
      } catch (SQLException e) {
        failed = new Verdict.Open(reason(e));
      } finally {
        connection.rollback(savepoint);
      }
    }
    return answer;
  }

  private String reason(SQLException e) {
    return CANCELED.equals(e.getSQLState())
        ? "it ran longer than " + patience.toSeconds() + " s"
        : String.valueOf(e.getMessage()).lines().findFirst().orElse("?");
  }

  private static String same(Answer answer) {
    return String.format(
        Locale.ROOT,
        "In one snapshot of the copy both texts answer the same %,d rows, the same columns%s.",
        answer.count(),
        answer.hasFloating() ? ", floats to nine digits" : "");
  }

  /** What a comparison came to. */
  public sealed interface Verdict {
    /** Nothing tells the two apart. */
    record Alike(String evidence) implements Verdict {}

    /** They are not the same. */
    record Refuted(String counterexample) implements Verdict {}

    /** Nothing can be said, and why. */
    record Open(String reason) implements Verdict {}

    /** The counterexample, where there is one. */
    default Optional<String> refutation() {
      return this instanceof Refuted r ? Optional.of(r.counterexample()) : Optional.empty();
    }
  }

  @Override
  public void close() {
    try {
      connection.rollback();
      connection.close();
    } catch (SQLException e) {
      // A connection that cannot be closed is gone already.
    }
  }
}
