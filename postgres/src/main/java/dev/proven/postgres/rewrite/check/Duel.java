package dev.proven.postgres.rewrite.check;

import dev.proven.postgres.rewrite.sql.Query;
import dev.proven.postgres.rewrite.sql.Writer;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Both texts put to the same scratch tables. */
final class Duel {
  private final Scratch scratch;
  private final Query statement;
  private final Probe original;
  private final Probe rewritten;

  Duel(Scratch scratch, Query statement, Query other) {
    this.scratch = scratch;
    this.statement = statement;
    this.original = Probe.of(scratch.over(statement));
    this.rewritten = Probe.of(scratch.over(other));
  }

  /**
   * What came of it.
   *
   * @param answer of the original, null where that fails, so that nothing can be compared
   * @param difference in words, empty where there is none
   */
  record Outcome(@Nullable Answer answer, Optional<String> difference) {}

  Outcome run() throws SQLException {
    var first = answer(original);
    if (first.answer == null) {
      return new Outcome(null, Optional.empty());
    }
    var second = answer(rewritten);
    var difference =
        second.answer == null
            ? Optional.of("the rewritten text fails: " + second.failure)
            : original.difference(first.answer, rewritten, second.answer);
    return new Outcome(first.answer, difference);
  }

  private record Try(@Nullable Answer answer, String failure) {}

  private Try answer(Probe probe) throws SQLException {
    var connection = scratch.connection();
    var savepoint = connection.setSavepoint();
    try {
      return new Try(probe.run(connection), "");
    } catch (SQLException e) {
      var failure = String.valueOf(e.getMessage()).lines().findFirst().orElse("?");
      return new Try(null, failure);
    } finally {
      connection.rollback(savepoint);
    }
  }

  /** Whether it reads a moment that is another day elsewhere. */
  boolean hasTimeZone() {
    return scratch.tables().stream()
        .flatMap(t -> t.columns().values().stream())
        .anyMatch(c -> c.baseType().equals("timestamp with time zone"));
  }

  /** The statement as it was put, with its constants. */
  String text() {
    return Writer.text(statement);
  }
}
