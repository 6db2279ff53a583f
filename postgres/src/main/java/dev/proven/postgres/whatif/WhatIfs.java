package dev.proven.postgres.whatif;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Session;
import dev.proven.postgres.PostgresTarget;
import java.sql.SQLException;

/** Opens a way in which the planner can be asked about other indexes. */
public final class WhatIfs {
  private WhatIfs() {}

  /** HypoPG where the database has it, else a twin. The database is only read. */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // the caller closes what is returned
  public static WhatIf open(PostgresTarget target, Session session) throws SQLException {
    var extension = HypoPg.open(target);
    return extension.isPresent() ? extension.get() : twin(target, session);
  }

  /** An empty twin, which needs nothing of the database but that its catalog can be read. */
  @MustBeClosed
  public static WhatIf twin(PostgresTarget target, Session session) {
    return Twin.of(target, session);
  }

  /**
   * Real indexes on a private copy of the database.
   *
   * @param copy in which indexes may be made; they are gone when this is closed
   */
  @MustBeClosed
  public static RealIndexes onCopy(PostgresTarget copy, Session session) throws SQLException {
    return new RealIndexes(copy, session);
  }
}
