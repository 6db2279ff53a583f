package dev.proven.postgres.apply;

import dev.proven.core.Problem;
import dev.proven.core.Progress;
import dev.proven.core.apply.Enactment;
import dev.proven.core.apply.Patience;
import dev.proven.core.journal.Journal;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.Sql;
import dev.proven.postgres.StandingStatistics;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Extended statistics of a table in use. Neither making nor filling them keeps a reader or a writer
 * waiting.
 *
 * @param target the database
 * @param statistics what is to be made
 */
record StatisticsInUse(PostgresTarget target, NewStatistics statistics) {
  private static final int EXPRESSIONS_SINCE = 14;

  /** What would come of it; looks, changes nothing. */
  Enactment look() throws SQLException {
    try (var connection = target.connect()) {
      Sql.execute(connection, "SET lock_timeout = '5s'; SET standard_conforming_strings = on");
      var table = TableInUse.of(connection, statistics.schema(), statistics.table());
      var refusal = table.refusal(target, statistics.qualifiedTable()).or(() -> unfit(table));
      return refusal.isPresent() ? refusal.get() : look(connection);
    }
  }

  private Optional<Enactment.Refused> unfit(TableInUse table) {
    if (table.partitioned()) {
      return refused(
          statistics.qualifiedTable() + " is partitioned, and was not when it was measured.",
          "Run again against this database.");
    }
    if (!statistics.expressions().isEmpty() && target.majorVersion() < EXPRESSIONS_SINCE) {
      return refused(
          "PostgreSQL " + target.majorVersion() + " has no statistics on expressions.",
          "They exist from " + EXPRESSIONS_SINCE + " on.");
    }
    return table.mayCreate()
        ? Optional.empty()
        : refused(
            "Role "
                + target.address().user()
                + " may not create in schema "
                + statistics.schema()
                + ".",
            "As its owner: GRANT CREATE ON SCHEMA "
                + Sql.identifier(statistics.schema())
                + " TO "
                + Sql.identifier(target.address().user())
                + ";");
  }

  private static Optional<Enactment.Refused> refused(String why, String advice) {
    return Optional.of(new Enactment.Refused(why, advice));
  }

  private Enactment look(Connection connection) throws SQLException {
    Optional<StandingStatistics> trial;
    connection.setAutoCommit(false);
    try {
      trial = TrialStatistics.of(connection, statistics);
    } catch (SQLException e) {
      return new Enactment.Refused(
          "The server would not make the statistics on "
              + statistics.qualifiedTable()
              + ": "
              + e.getMessage(),
          "Check that the table is still like the one that was measured.");
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
    return look(connection, trial);
  }

  private Enactment look(Connection connection, Optional<StandingStatistics> trial)
      throws SQLException {
    for (var s : StandingStatistics.all(connection, statistics.schema(), statistics.table())) {
      if (trial.filter(s::covers).isPresent()) {
        return new Enactment.AlreadyThere(
            "The statistics " + s.qualifiedName() + " hold the same; ANALYZE fills them.");
      }
    }
    if (isTaken(connection)) {
      return new Enactment.Refused(
          "There are other statistics with the name " + statistics.qualifiedName() + ".",
          "Rename or drop them, then apply again.");
    }
    return new Enactment.ByProven(
        statistics.create() + ";\n" + statistics.analyze() + ";",
        statistics.drop() + ";",
        List.of(
            "ANALYZE draws the statistics of "
                + String.join(", ", statistics.analyzed())
                + " anew, as autovacuum does by itself; an undo leaves those."),
        this::make);
  }

  private boolean isTaken(Connection connection) throws SQLException {
    return StandingStatistics.of(connection, statistics.schema(), statistics.name()).isPresent();
  }

  private List<String> make(Journal journal, Patience patience, Progress progress)
      throws Exception {
    new GentleChange(target, statistics.qualifiedTable(), patience, progress)
        .makeBesideOthers(connection -> attempt(connection, journal));
    return List.of();
  }

  @SuppressWarnings("MustBeClosedChecker") // it stays in force; the journal holds the undo
  private void attempt(Connection connection, Journal journal) throws Exception {
    try (var other = target.connect()) {
      if (isTaken(other)) {
        throw Problem.failed(
            "Meanwhile somebody has made " + statistics.qualifiedName() + ".", "Apply again.");
      }
    }
    MadeStatistics.make(
        target, journal, connection, statistics, c -> Sql.execute(c, statistics.analyze()));
  }
}
