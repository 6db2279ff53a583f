package dev.proven.postgres.apply;

import dev.proven.core.ChangeRecord;
import dev.proven.core.Problem;
import dev.proven.core.apply.Enactment;
import dev.proven.core.apply.HandOver;
import dev.proven.core.apply.Intent;
import dev.proven.postgres.PostgresTarget;
import java.sql.SQLException;

/** How each kind of change gets into a database in use. */
public final class Enactments {
  private Enactments() {}

  /** Looks at what would come of a change by itself, that nobody has named; changes nothing. */
  public static Enactment of(PostgresTarget target, ChangeRecord change) {
    return of(target, Intent.of(change));
  }

  /** Looks at what would come of a change; changes nothing. */
  public static Enactment of(PostgresTarget target, Intent intent) {
    var change = intent.change();
    try {
      return switch (change.action()) {
        case NewIndex.ACTION -> CreateConcurrently.look(target, NewIndex.of(change));
        case OldIndex.ACTION ->
            new DropConcurrently(target, OldIndex.of(change)).look(intent.named());
        case NewStatistics.ACTION -> new StatisticsInUse(target, NewStatistics.of(change)).look();
        case AlterSystem.ACTION ->
            new AlterSystemInUse(target, AlterSystem.of(change)).look(intent.together());
        case AlterDatabase.ACTION ->
            new AlterDatabaseInUse(target, AlterDatabase.of(change)).look(intent.together());
        case HandOver.ACTION -> HandOver.of(change).enactment();
        default ->
            throw Problem.failed(
                "No part of this installation knows how to make the change "
                    + change.action()
                    + ".",
                "Use the version of Proven that made the run.");
      };
    } catch (SQLException e) {
      throw Problem.failed(
              target.name() + " did not let itself be looked at: " + e.getMessage(),
              "Nothing was changed. Remove the cause, then apply again.")
          .causedBy(e);
    }
  }
}
