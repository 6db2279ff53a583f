package dev.proven.postgres.pool;

import dev.proven.core.Diagnosis;
import dev.proven.core.Proposal;
import dev.proven.core.Screening;
import dev.proven.postgres.KnownStatements;
import dev.proven.postgres.PostgresTarget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Decides whether a PgBouncer is worth proposing, and says of everything that speaks against it.
 */
final class Examination {
  private static final String ID = "pgbouncer";
  private static final String TITLE = "PgBouncer in transaction mode";
  private static final List<String> STARTUP = List.of("currentSchema", "options");

  private final PostgresTarget target;
  private final LoadScript script;
  private final Room room;
  private final int cores;
  private final Program.Found found;
  private final List<Diagnosis.Finding> findings = new ArrayList<>();
  private final List<String> obstacles = new ArrayList<>();

  Examination(PostgresTarget target, LoadScript script, Room room, int cores, Program.Found found) {
    this.target = target;
    this.script = script;
    this.room = room;
    this.cores = cores;
    this.found = found;
  }

  /** Everything that was found, and a proposal or the reason why there is none. */
  Diagnosis<PostgresTarget> diagnosis(String optimizer, List<String> looked) {
    var situation = Situation.of(script.use().clients(), room, cores);
    var all = new ArrayList<>(looked);
    var features = new SessionFeatures();
    var known = KnownStatements.each(target, features::look);
    all.add(known + " were searched for what a session keeps.");
    findings.addAll(features.findings());
    obstacles.addAll(features.obstacles());
    startupParameters();
    preparedStatements();
    if (situation == Situation.POOLED) {
      pooled();
    } else {
      findings.addFirst(
          new Diagnosis.Finding(
              "There is " + situation.words() + ".",
              numbers() + "; " + script.use().source() + "."));
    }
    var refused =
        obstacles.isEmpty()
            ? List.<Screening.Dropped>of()
            : List.of(new Screening.Dropped(ID, TITLE, String.join(" ", obstacles)));
    var proposals =
        obstacles.isEmpty() ? List.of(proposal(situation)) : List.<Proposal<PostgresTarget>>of();
    return new Diagnosis<>(optimizer, all, findings, proposals, refused);
  }

  private String numbers() {
    var clients = script.use().clients();
    return clients.number()
        + " clients, "
        + room.open()
        + " connections for them ("
        + room.others()
        + " in use by others)";
  }

  private void startupParameters() {
    for (var parameter : STARTUP) {
      if (target.address().parameters().containsKey(parameter)) {
        findings.add(
            new Diagnosis.Finding(
                "The URL sets " + parameter + " when a connection begins.",
                "PgBouncer refuses such a connection. Set it for the role instead: ALTER ROLE ..."
                    + " SET."));
        obstacles.add("The URL sets " + parameter + ", which PgBouncer refuses.");
      }
    }
  }

  private void preparedStatements() {
    var program = found.program();
    var prepared = script.use().clients().prepared();
    if (program == null
        || program.version().keepsPreparedStatements()
        || Boolean.FALSE.equals(prepared)) {
      return;
    }
    findings.add(
        new Diagnosis.Finding(
            "PgBouncer " + program.version() + " breaks statements that a driver prepares by name.",
            "Only 1.21 and newer keep them apart (max_prepared_statements). pgjdbc prepares from"
                + " the 5th execution on in a connection: set prepareThreshold=0, or use PgBouncer"
                + " 1.21 or newer."));
    if (Boolean.TRUE.equals(prepared)) {
      obstacles.add(
          "The driver prepares statements by name, and PgBouncer "
              + program.version()
              + " breaks them (prepared statement does not exist, or already exists). Use 1.21 or"
              + " newer, or set prepareThreshold=0 and say prepared: false under clients:.");
    }
  }

  private void pooled() {
    obstacles.add(
        "The application is pooled already: "
            + script.use().clients().number()
            + " clients keep their connections, and the server has room for all of them ("
            + numbers()
            + "). There is no connecting to be saved, and every transaction would take one more"
            + " step.");
  }

  private Proposal<PostgresTarget> proposal(Situation situation) {
    var clients = script.use().clients();
    var sizing = Sizing.of(clients, room, cores);
    var program = found.program();
    var version = program == null ? new Version(0, 0, 0) : program.version();
    var ini =
        new Ini(
            target.address(),
            version,
            sizing,
            target.declared().pooler().roundRobin(),
            target.hasPassword(),
            target.mayBeSilent(),
            Map.of());
    var path = program == null ? Path.of("pgbouncer") : program.path();
    return new Proposal<>(
        ID,
        TITLE + " with " + sizing.pool() + " connections for " + clients.number() + " clients",
        List.of(
            "there is " + situation.words(),
            numbers(),
            script.use().source(),
            program == null ? "no PgBouncer is at hand" : program.toString()),
        expected(situation),
        risk(),
        new StartBouncer(path, ini),
        missing(situation));
  }

  private String expected(Situation situation) {
    return switch (situation) {
      case CHURN -> "a transaction no longer waits for a server process to be made for it";
      case EXHAUSTION -> "every client is served, those too that the server refuses";
      case IDLE -> "fewer server processes; newer servers hardly notice idle ones";
      case CROWD, POOLED -> "fewer server processes that work at once";
    };
  }

  private String risk() {
    var program = found.program();
    var unknown =
        script.use().clients().prepared() != null
                || program == null
                || program.version().keepsPreparedStatements()
            ? ""
            : "; whether the driver prepares by name is not known, and PgBouncer "
                + program.version()
                + " would break that";
    return "one more process that everything depends on, with one core of its own; what functions"
        + " keep in a session is not seen from here; clients log in with MD5, PgBouncer's default,"
        + " because SCRAM costs it more than connecting to the server does"
        + unknown;
  }

  /** Whoever is refused a connection because of an experiment has not asked for it. */
  private String missing(Situation situation) {
    if (found.program() == null) {
      return found.missing();
    }
    boolean others = situation == Situation.EXHAUSTION && !target.isPrivate() && room.others() > 0;
    return others
        ? "A server at rest: "
            + room.others()
            + " other sessions are connected, and taking every connection would shut them out. Stop"
            + " these applications, or point Proven at a copy of the server."
        : "";
  }
}
