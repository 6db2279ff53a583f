package dev.proven.postgres.apply;

import dev.proven.core.Problem;
import dev.proven.core.Progress;
import dev.proven.core.apply.Enactment;
import dev.proven.core.apply.Patience;
import dev.proven.core.journal.Journal;
import dev.proven.core.journal.UndoRecord;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.PostgresUndo;
import dev.proven.postgres.Sql;
import dev.proven.postgres.StandingIndex;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A new index of a database in use, made by {@code CREATE INDEX CONCURRENTLY}.
 *
 * @param target the database
 * @param index what is to be made
 * @param body the index as the server spells it; empty where that is not known
 * @param extension that has to be made first, if any
 * @param partitioned whether the table is, so that each partition is indexed by itself
 */
record CreateConcurrently(
    PostgresTarget target,
    NewIndex index,
    String body,
    Optional<MissingExtension> extension,
    boolean partitioned) {
  /** A lock was not to be had in time. */
  private static final String LOCKED = "55P03";

  private static final Optional<Enactment.Refused> NOT_REFUSED = Optional.empty();

  /** What would come of it; looks, changes nothing. */
  static Enactment look(PostgresTarget target, NewIndex index) throws SQLException {
    try (var connection = target.connect()) {
      Sql.execute(connection, "SET lock_timeout = '5s'");
      Sql.execute(connection, "SET standard_conforming_strings = on");
      var table = TableInUse.of(connection, index.schema(), index.table());
      Optional<? extends Enactment> refusal =
          table
              .refusal(target, index.qualifiedTable())
              .or(() -> mayNotCreate(table, target, index));
      if (refusal.isEmpty()) {
        refusal = MissingExtension.elsewhere(index, connection);
      }
      if (refusal.isEmpty() && table.partitioned()) {
        refusal = CreateInParts.refusal(connection, index);
      }
      if (refusal.isPresent()) {
        return refusal.get();
      }
      return look(target, index, connection, table);
    }
  }

  private static Enactment look(
      PostgresTarget target, NewIndex index, Connection connection, TableInUse table)
      throws SQLException {
    var extension = MissingExtension.of(target, index, connection);
    connection.setAutoCommit(false);
    String body;
    try {
      var refusal = extension.isPresent() ? extension.get().trial(connection) : NOT_REFUSED;
      if (refusal.isPresent()) {
        return refusal.get();
      }
      body = TrialIndex.body(connection, index);
    } catch (SQLException e) {
      return LOCKED.equals(e.getSQLState()) ? locked(index, target) : wouldNot(index, e);
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
    return new CreateConcurrently(target, index, body, extension, table.partitioned())
        .look(connection, table);
  }

  private static Enactment wouldNot(NewIndex index, SQLException e) {
    return new Enactment.Refused(
        "The server would not make the index on " + index.qualifiedTable() + ": " + e.getMessage(),
        "Check that the table is still like the one that was measured.");
  }

  private static Enactment locked(NewIndex index, PostgresTarget target) throws SQLException {
    try (var connection = target.connect()) {
      return new Enactment.Refused(
          "Somebody keeps even readers out of "
              + index.qualifiedTable()
              + ": "
              + String.join(", ", InTheWay.lockingOut(connection, index.qualifiedTable()))
              + ".",
          "Wait until they have ended, then apply again.");
    }
  }

  private static Optional<Enactment.Refused> mayNotCreate(
      TableInUse table, PostgresTarget target, NewIndex index) {
    return table.mayCreate()
        ? Optional.empty()
        : Optional.of(
            new Enactment.Refused(
                "Role "
                    + target.address().user()
                    + " may not create in schema "
                    + index.schema()
                    + ".",
                "As its owner: GRANT CREATE ON SCHEMA "
                    + Sql.identifier(index.schema())
                    + " TO "
                    + Sql.identifier(target.address().user())
                    + ";"));
  }

  private Enactment look(Connection connection, TableInUse table) throws SQLException {
    for (var standing : StandingIndex.all(connection, table.oid())) {
      if (!standing.body().equals(body) || (index.unique() && !standing.unique())) {
        continue;
      }
      return standing.usable()
          ? new Enactment.AlreadyThere("The equal index " + standing.qualifiedName() + " exists.")
          : leftover(standing);
    }
    if (isTaken(connection)) {
      return new Enactment.Refused(
          "There is something else with the name " + index.qualifiedName() + ".",
          "Rename or drop it, then apply again.");
    }
    var notes = new ArrayList<String>();
    if (body.isEmpty()) {
      notes.add(
          "The role may make no temporary tables, so an equal index under another name would not"
              + " be noticed.");
    }
    extension.ifPresent(_ ->
        notes.add(
            "The extension is taken back only where no object leans on it by then; what calls its"
                + " functions by name is no such object."));
    if (partitioned) {
      notes.add(
          "One partition is indexed after the other. To take it back its tables are locked for a"
              + " moment, which is given up after half a second and tried again.");
    }
    return new Enactment.ByProven(
        extension.map(e -> e.script() + "\n").orElse("")
            + (partitioned ? inParts().script(connection) : index.create(true) + ";"),
        (partitioned ? inParts().undo() : index.drop() + ";")
            + extension.map(e -> "\n" + e.undo()).orElse(""),
        notes,
        this::make);
  }

  private CreateInParts inParts() {
    return new CreateInParts(target, index, body);
  }

  private static Enactment leftover(StandingIndex standing) {
    return new Enactment.Refused(
        "The equal index "
            + standing.qualifiedName()
            + " exists and is invalid: somebody's attempt to make it failed.",
        "Drop it first: proven undo, if it was made by Proven, or DROP INDEX "
            + (standing.partitioned() ? "" : "CONCURRENTLY ")
            + standing.qualifiedName()
            + ";");
  }

  private boolean isTaken(Connection connection) throws SQLException {
    return Sql.isTrue(connection, "SELECT to_regclass(?) IS NOT NULL", index.qualifiedName());
  }

  private List<String> make(Journal journal, Patience patience, Progress progress)
      throws Exception {
    // Several attempts may be needed, of which the first has made it.
    var extended = new AtomicBoolean();
    var change = new GentleChange(target, index.qualifiedTable(), patience, progress);
    change.make(connection -> {
      if (extension.isPresent() && extension.get().make(connection, journal)) {
        extended.set(true);
      }
      attempt(connection, journal, change);
    });
    return extension.isEmpty() || extended.get()
        ? List.of()
        : List.of("The extension was there by then, and was not made for this index.");
  }

  @SuppressWarnings("MustBeClosedChecker") // it stays in force; the journal holds the undo
  private void attempt(Connection connection, Journal journal, GentleChange change)
      throws Exception {
    if (isTaken(connection)) {
      throw Problem.failed(
          "Meanwhile somebody has made " + index.qualifiedName() + ".", "Apply again.");
    }
    if (partitioned) {
      change.once(connection, gently -> inParts().attempt(gently, journal));
      return;
    }
    var undo = dropIndex(body, 0);
    journal.refine(undo, () -> create(connection));
  }

  /** Once it is made it has a number, by which it is found under any name. */
  private UndoRecord create(Connection connection) throws SQLException {
    Sql.execute(connection, index.create(true));
    var made =
        StandingIndex.of(connection, index.schema(), index.name())
            .filter(StandingIndex::usable)
            .orElseThrow(
                () -> new SQLException(index.qualifiedName() + " was made and is invalid"));
    if (made.expressions()) {
      // The values of an expression have no statistics before that.
      Sql.execute(connection, "ANALYZE " + index.qualifiedTable());
    }
    return dropIndex(made.body(), made.oid());
  }

  private UndoRecord dropIndex(String spelled, long oid) {
    return PostgresUndo.dropIndex(target, index.schema(), index.name(), spelled, oid);
  }
}
