package dev.proven.postgres.apply;

import dev.proven.core.Problem;
import dev.proven.core.Progress;
import dev.proven.core.apply.Enactment;
import dev.proven.core.apply.Patience;
import dev.proven.core.journal.Journal;
import dev.proven.postgres.Gently;
import dev.proven.postgres.IndexParts;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.PostgresUndo;
import dev.proven.postgres.Sql;
import dev.proven.postgres.StandingIndex;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * An index less in a database in use, taken away by {@code DROP INDEX CONCURRENTLY}.
 *
 * @param target the database
 * @param index what is to be dropped
 */
record DropConcurrently(PostgresTarget target, OldIndex index) {

  /**
   * What would come of it; looks, changes nothing.
   *
   * @param named whether the user has named it, and knows better than what this server counts
   */
  Enactment look(boolean named) throws SQLException {
    try (var connection = target.connect()) {
      var table = TableInUse.of(connection, index.schema(), index.table());
      Optional<? extends Enactment> refusal = table.refusal(target, index.qualifiedTable());
      if (refusal.isPresent()) {
        return refusal.get();
      }
      var standing = StandingIndex.of(connection, index.schema(), index.name());
      if (standing.isEmpty()) {
        return new Enactment.AlreadyThere(index.qualifiedName() + " is not there any more.");
      }
      var refused = refusal(standing.get());
      if (refused.isPresent()) {
        return refused.get();
      }
      if (!index.unused()) {
        return planned(standing.get(), List.of());
      }
      var use = IndexUse.of(connection, standing.get().oid(), target.majorVersion());
      return use.isCounted() && !named
          ? use.refused(index.qualifiedName())
          : planned(standing.get(), List.of(use.inWords()));
    }
  }

  private Enactment planned(StandingIndex standing, List<String> notes) {
    return new Enactment.ByProven(drop(standing) + ";", made(standing), notes, this::make);
  }

  /** With all its parts it goes in a moment, and not concurrently. */
  private String drop(StandingIndex standing) {
    return index.drop(!standing.partitioned());
  }

  private static String made(StandingIndex standing) {
    return standing.partitioned()
        ? "-- one partition after the other, while others write:\n" + standing.createAtOnce() + ";"
        : standing.createConcurrently() + ";";
  }

  private Optional<Enactment.Refused> refusal(StandingIndex standing) {
    if (!standing.body().equals(index.body())) {
      return Optional.of(
          new Enactment.Refused(
              index.qualifiedName() + " is not the index that was measured: " + standing.create(),
              "Run again against this database."));
    }
    if (!standing.bound().isEmpty()) {
      return Optional.of(
          new Enactment.Refused(
              index.qualifiedName() + " " + standing.bound() + ".",
              "It is more than a way to find rows here, and stays."));
    }
    return Optional.empty();
  }

  private List<String> make(Journal journal, Patience patience, Progress progress)
      throws Exception {
    new GentleChange(target, index.qualifiedTable(), patience, progress)
        .make(connection ->
            attempt(new Gently(connection, patience.lock(), 1, progress::note), journal));
    return List.of();
  }

  @SuppressWarnings("MustBeClosedChecker") // it stays in force; the journal holds the undo
  private void attempt(Gently gently, Journal journal) throws Exception {
    var connection = gently.connection();
    var standing =
        StandingIndex.of(connection, index.schema(), index.name())
            .filter(s -> refusal(s).isEmpty())
            .orElseThrow(() ->
                Problem.failed(
                    "Meanwhile somebody has changed " + index.qualifiedName() + ".",
                    "Apply again."));
    if (standing.partitioned()) {
      var parts = IndexParts.of(connection, standing);
      journal.apply(
          PostgresUndo.createIndex(target, standing, parts, true),
          () -> gently.briefly(drop(standing)));
    } else {
      journal.apply(
          PostgresUndo.createIndex(target, standing, true),
          () -> Sql.execute(connection, drop(standing)));
    }
  }
}
