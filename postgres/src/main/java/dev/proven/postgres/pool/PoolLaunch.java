package dev.proven.postgres.pool;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Problem;
import dev.proven.core.experiment.Launch;
import dev.proven.core.experiment.Observation;
import dev.proven.core.experiment.Part;
import dev.proven.core.experiment.Slot;
import dev.proven.core.experiment.Testbed;
import dev.proven.postgres.Bouncer;
import dev.proven.postgres.Entrance;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.Sql;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * Clients who come afresh: all their connections are new, and so is the process of the bouncer
 * where one stands before the database.
 */
final class PoolLaunch implements Launch {
  static final Testbed.Rules RULES =
      new Testbed.Rules(
          "All clients connect anew, straight to the server on arm A and through the bouncer on arm"
              + " B, whose process is started afresh; one arm after the other, in random order in"
              + " each block. The clients run on the machine that measures.",
          "Both arms use the same database and its caches. Before each load every statement is"
              + " executed once, and then the load is played for a quarter of its time and thrown"
              + " away. No launch begins before the connections of the one before are gone."
              + " Transactions only read and are rolled back. A transaction that fails counts at the"
              + " cap.");

  private static final Duration SPAN = Duration.ofMillis(800);
  private static final Duration LONGEST_SPAN = Duration.ofSeconds(4);
  private static final int ENOUGH_TRANSACTIONS = 100;
  private static final int WARM_UP_SHARE = 4;
  private static final Duration PATIENCE_WITH_THE_GONE = Duration.ofSeconds(20);
  private static final String TOO_MANY = "53300";

  private final PostgresTarget target;
  private final Entrance entrance;
  private final Optional<Bouncer> bouncer;

  private PoolLaunch(PostgresTarget target, Entrance entrance, Optional<Bouncer> bouncer) {
    this.target = target;
    this.entrance = entrance;
    this.bouncer = bouncer;
  }

  /** Starts the bouncer afresh, if one stands there, when all earlier clients are gone. */
  @MustBeClosed
  static Launch launch(PostgresTarget target)
      throws IOException, SQLException, InterruptedException {
    var bouncer = Bouncer.before(target);
    if (bouncer.isPresent()) {
      bouncer.get().restart();
    }
    awaitEmptySeats(target);
    return new PoolLaunch(target, Entrance.of(target), bouncer);
  }

  private static void awaitEmptySeats(PostgresTarget target)
      throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_WITH_THE_GONE.toNanos();
    while (clients(target) != 0) {
      if (System.nanoTime() > deadline) {
        throw Problem.failed(
            "Connections of an earlier load to " + target.name() + " do not end.",
            "Look for " + Entrance.application(target) + " in pg_stat_activity.");
      }
      Thread.sleep(20);
    }
  }

  /** How many are left, or -1 where there are so many that nobody can look. */
  private static long clients(PostgresTarget target) throws SQLException {
    try (var connection = target.connect()) {
      return Sql.number(
          connection,
          "SELECT count(*) FROM pg_stat_activity WHERE application_name = ?",
          Entrance.application(target));
    } catch (SQLException e) {
      if (TOO_MANY.equals(e.getSQLState())) {
        return -1;
      }
      throw e;
    }
  }

  @Override
  public Observation run(Part part, Slot slot)
      throws SQLException, IOException, InterruptedException {
    var script =
        LoadScript.of(part)
            .orElseThrow(() -> new IllegalStateException(part.id() + " does not say who connects"));
    var answers = answers(script, slot.cap());
    var mix = new Mix(answers.playable(), slot.seed());
    long before = transactions();
    Observed observed;
    try (var seats = Seats.taken(entrance, script, slot.cap())) {
      observed = play(script, seats, mix, answers, slot);
    }
    if (bouncer.isEmpty()) {
      awaitEmptySeats(target);
    }
    checkPassage(before, observed);
    return observed.observation(answers.digest());
  }

  private Answers answers(LoadScript script, Duration patience) throws SQLException {
    boolean prepares = Boolean.TRUE.equals(script.use().clients().prepared());
    try (var connection = entrance.connect(prepares, patience)) {
      return Answers.of(connection, script.statements());
    }
  }

  private static Observed play(LoadScript script, Seats seats, Mix mix, Answers answers, Slot slot)
      throws InterruptedException {
    var rate = script.use().clients().rate();
    return rate == null
        ? new BusyLoad(seats, mix, answers, slot.cap()).run(span(slot, SPAN))
        : new SteadyLoad(seats, mix, answers, slot.cap())
            .run(span(slot, steadySpan(rate)), rate, slot.seed());
  }

  /** Long enough for some transactions at a low rate. */
  private static Duration steadySpan(double rate) {
    var wanted = Duration.ofMillis(Math.round(1000 * ENOUGH_TRANSACTIONS / rate));
    return wanted.compareTo(SPAN) < 0
        ? SPAN
        : wanted.compareTo(LONGEST_SPAN) > 0 ? LONGEST_SPAN : wanted;
  }

  private static Duration span(Slot slot, Duration whole) {
    var possible = slot.cap().dividedBy(2);
    var span = whole.compareTo(possible) < 0 ? whole : possible;
    return slot.warmUp() ? span.dividedBy(WARM_UP_SHARE) : span;
  }

  private long transactions() throws IOException {
    return bouncer.isPresent()
        ? bouncer.get().console().transactions(target.address().database())
        : 0;
  }

  /** What was answered on arm B has gone through the bouncer, or it would prove nothing. */
  private void checkPassage(long before, Observed observed) throws IOException {
    long passed = transactions() - before;
    long answered = Math.round(observed.latency().length * (1 - observed.errors() / 100));
    if (bouncer.isPresent() && observed.errors() == 0 && passed < answered) {
      throw new IllegalStateException(
          answered + " transactions were answered, and only " + passed + " passed the bouncer");
    }
  }

  @Override
  public void close() {
    // The clients of each part have left already.
  }
}
