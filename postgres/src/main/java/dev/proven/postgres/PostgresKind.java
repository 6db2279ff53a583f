package dev.proven.postgres;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Credentials;
import dev.proven.core.Optimizer;
import dev.proven.core.Problem;
import dev.proven.core.ProvenOn;
import dev.proven.core.Session;
import dev.proven.core.TargetKind;
import dev.proven.core.TargetSpec;
import dev.proven.core.Workload;
import dev.proven.core.apply.Enactment;
import dev.proven.core.apply.Intent;
import dev.proven.core.journal.UndoHandler;
import dev.proven.core.watch.LoadMeter;
import dev.proven.postgres.apply.Enactments;
import dev.proven.postgres.hint.HintOptimizer;
import dev.proven.postgres.index.IndexOptimizer;
import dev.proven.postgres.pool.PoolOptimizer;
import dev.proven.postgres.rewrite.RewriteOptimizer;
import dev.proven.postgres.setting.SettingOptimizers;
import dev.proven.postgres.statistics.StatisticsOptimizer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/** PostgreSQL 13 and newer: any server by its URL, or an embedded one. */
public final class PostgresKind implements TargetKind<PostgresTarget> {
  public static final String ID = "postgres";

  private static final Set<String> EMBEDDED = Set.of("embedded", "embedded:postgres");
  private static final Pattern URL = Pattern.compile("(jdbc:)?postgres(ql)?:.*");

  @Override
  public String id() {
    return ID;
  }

  @Override
  public boolean accepts(String url) {
    return EMBEDDED.contains(url) || URL.matcher(url).matches();
  }

  @Override
  @MustBeClosed
  public PostgresTarget open(TargetSpec spec, Session session) {
    if (spec.proof() != null && EMBEDDED.contains(spec.url())) {
      throw Problem.usage(
          "An embedded target is private to the run, so nothing needs to stand in for it.",
          "Leave the proof source out, or name the URL of the target that it stands in for.");
    }
    if (!EMBEDDED.contains(spec.url())) {
      return openServer(spec, session);
    }
    var name = spec.name() == null ? "proven" : spec.name();
    var setup = spec.setup();
    return openEmbedded(
        session,
        name,
        Binaries.bundled(),
        setup == null ? c -> {} : c -> SqlScript.read(setup).execute(c),
        budget(spec));
  }

  private static PostgresTarget openServer(TargetSpec spec, Session session) {
    if (spec.setup() != null) {
      throw Problem.usage(
          "A setup file fills only an embedded target, and this one is a server in use.",
          "Leave the setup away, or use the URL embedded.");
    }
    var login = Login.of(Address.parse(spec.url()), spec.credentials());
    var target = PostgresTarget.open(login, session, null, budget(spec));
    var proof = spec.proof();
    if (proof != null) {
      StandIn.open(target, proof);
    }
    if (target.majorVersion() > PostgresTarget.NEWEST_MAJOR) {
      session
          .progress()
          .note(
              "PostgreSQL "
                  + target.majorVersion()
                  + " is newer than "
                  + PostgresTarget.NEWEST_MAJOR
                  + ", the newest that Proven was tested with.");
    }
    return target;
  }

  /**
   * Starts an embedded server with one database, fills it, and opens it; closing ends the server.
   */
  @MustBeClosed
  public static PostgresTarget openEmbedded(Session session, String database, Loader loader) {
    return openEmbedded(session, database, Binaries.bundled(), loader);
  }

  /** The same with a server of another version. */
  @MustBeClosed
  public static PostgresTarget openEmbedded(
      Session session, String database, Binaries binaries, Loader loader) {
    return openEmbedded(session, database, binaries, loader, OptionalLong.empty());
  }

  private static OptionalLong budget(TargetSpec spec) {
    var bytes = spec.indexBudget();
    return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes);
  }

  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // the server is the target's, which the caller closes
  private static PostgresTarget openEmbedded(
      Session session,
      String database,
      Binaries binaries,
      Loader loader,
      OptionalLong indexBudget) {
    var server = EmbeddedServer.start(session, database, binaries);
    try {
      fill(server, session, database, loader);
      restartIfAsked(server, database);
      return PostgresTarget.open(server.login(database), session, server, indexBudget);
    } catch (Exception e) {
      server.close();
      throw e instanceof RuntimeException r ? r : notFilled(e);
    }
  }

  private static void fill(EmbeddedServer server, Session session, String database, Loader loader)
      throws Exception {
    var application = PostgresTarget.applicationName(session.runId());
    try (var connection = server.login("postgres").open(application, Login.Mode.EXTENDED, "")) {
      Sql.execute(connection, "CREATE DATABASE " + Sql.identifier(database));
    }
    session.progress().stage("Filling the database " + database);
    try (var connection = server.login(database).open(application, Login.Mode.EXTENDED, "")) {
      Sql.execute(connection, "CREATE EXTENSION pg_stat_statements");
      loader.load(connection);
      settle(connection);
    }
  }

  /** What fills it may have set what takes effect only with a restart. */
  private static void restartIfAsked(EmbeddedServer server, String database) throws Exception {
    boolean asked;
    try (var connection = server.login(database).open("proven", Login.Mode.EXTENDED, "")) {
      asked =
          Sql.isTrue(
              connection, "SELECT EXISTS (SELECT FROM pg_file_settings WHERE error IS NOT NULL)");
    }
    if (asked) {
      server.control().restart();
    }
  }

  /**
   * As a database that has been in use: vacuumed, analyzed, nothing left to be written; and what
   * filled it is no part of its work.
   */
  private static void settle(Connection connection) throws SQLException {
    Sql.execute(connection, "SELECT pg_stat_statements_reset()");
    Sql.execute(connection, "VACUUM (ANALYZE)");
    Sql.execute(connection, "CHECKPOINT");
  }

  private static Problem notFilled(Exception e) {
    return Problem.failed(
            "The embedded database could not be filled: " + e.getMessage(),
            "Correct the setup and run again.")
        .causedBy(e);
  }

  @Override
  public Workload workload(PostgresTarget target, TargetSpec spec) {
    target.declare(Declared.of(spec));
    var workload = WorkloadReader.read(target, spec.workload());
    target.standIn().ifPresent(s -> SchemaComparison.mustBeEqual(target, s.database(), workload));
    return workload;
  }

  @Override
  public String obstacle(PostgresTarget target, Optimizer<PostgresTarget> optimizer) {
    return ProofObstacle.of(target, optimizer.id());
  }

  @Override
  public Optional<ProvenOn> provenOn(PostgresTarget target) {
    return target.standIn().map(s -> s.provenOn(target));
  }

  @Override
  public Enactment enactment(PostgresTarget target, Intent intent) {
    return Enactments.of(target, intent);
  }

  @Override
  @MustBeClosed
  public LoadMeter meter(PostgresTarget target) {
    return StatementMeter.of(target);
  }

  @Override
  public Optional<Problem> explain(Exception failure) {
    return Failure.ofServer(failure);
  }

  @Override
  public List<Optimizer<PostgresTarget>> optimizers() {
    var optimizers = new ArrayList<Optimizer<PostgresTarget>>();
    optimizers.add(new RewriteOptimizer());
    // All else that is planned leans on how many rows are expected.
    optimizers.add(new StatisticsOptimizer());
    // What a page is believed to cost decides which indexes are worth having.
    optimizers.add(SettingOptimizers.ofSessions());
    optimizers.add(new IndexOptimizer());
    // A hint nails a plan down, so it comes when all else has been tried.
    optimizers.add(new HintOptimizer());
    optimizers.addAll(SettingOptimizers.ofServers());
    optimizers.add(new PoolOptimizer());
    return List.copyOf(optimizers);
  }

  @Override
  public UndoHandler undoHandler(Credentials credentials) {
    return new PostgresUndo(credentials);
  }
}
