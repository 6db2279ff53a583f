package dev.proven.postgres.whatif;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Problem;
import dev.proven.core.Session;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An empty twin of a database on a private PostgreSQL 18. Its planner sees the schema, the
 * statistics and the file sizes of the original, and added indexes are made for real on the empty
 * tables. Only EXPLAIN is ever run in it.
 */
final class Twin implements WhatIf {
  private static final int VERSION = 18;

  private final PostgresTarget source;
  private final LeftOut leftOut;
  private final TwinServer server;
  private final TwinIndexes indexes;
  private final LastingSizes sizes;
  private final Connection planner;

  private Twin(
      PostgresTarget source, TwinBuilder builder, TwinBuilder.Built built, Connection planner) {
    this.source = source;
    this.leftOut = builder.leftOut();
    this.server = built.server();
    this.planner = planner;
    this.sizes = new LastingSizes(new OnDemand(source));
    this.indexes = new TwinIndexes(built, sizes);
  }

  /** Makes the twin of a database, which is only read. */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // what is opened is the twin's, which closes it
  static Twin of(PostgresTarget source, Session session) {
    var builder = new TwinBuilder(source);
    try {
      var built = builder.build(session);
      try {
        var planner = built.server().owner();
        PlannerSettings.write(planner, built.settings(), builder.leftOut());
        Sql.execute(planner, "SET statement_timeout = '30s'");
        return new Twin(source, builder, built, planner);
      } catch (SQLException | RuntimeException e) {
        built.server().close();
        throw e;
      }
    } catch (SQLException | IOException e) {
      throw Problem.failed(
              "No twin of " + source.name() + " could be made: " + e.getMessage(),
              "Check that the role may read the catalog and that the temporary folder has room.")
          .causedBy(e);
    }
  }

  @Override
  public Way way() {
    return Way.TWIN;
  }

  @Override
  public List<String> caveats() {
    var lines = new java.util.ArrayList<>(leftOut.lines());
    if (source.majorVersion() != VERSION) {
      lines.addFirst(
          "planned by PostgreSQL %d in place of %d".formatted(VERSION, source.majorVersion()));
    }
    return List.copyOf(lines);
  }

  @Override
  public synchronized Map<String, Planned> plans(Indexes wanted, Map<String, String> statements)
      throws SQLException {
    var names = indexes.show(wanted);
    return Asking.plans(planner, statements, names);
  }

  @Override
  public synchronized Optional<String> refusal(IndexDefinition index) {
    return indexes.refusal(index);
  }

  @Override
  public synchronized long bytes(IndexDefinition index) throws SQLException {
    return sizes.bytes(index);
  }

  @Override
  public synchronized void rest() {
    sizes.close();
  }

  @Override
  public void close() {
    rest();
    try {
      planner.close();
    } catch (SQLException e) {
      // It is gone already.
    }
    server.close();
  }
}
