package dev.proven.postgres.rewrite.check;

import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.rewrite.sql.Query;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Tries a rewritten text on small databases that keep to the catalog's promises and to nothing
 * else: empty tables and single rows, NULL wherever it may stand, rows that come twice, extremes,
 * and the statement's own constants, so that its conditions select something.
 */
public final class GeneratedDatabases {
  /** So many must have been answered by both. */
  public static final int LEAST = 60;

  /** So many shall have another answer than empty tables have; else more databases are made. */
  private static final int WISHED_TELLING = 20;

  private static final int MOST = 120;

  /** With fewer than that nothing is said: a database on which nothing fits tells nothing. */
  public static final int LEAST_TELLING = 5;

  private static final int UTMOST = 500;
  private static final long SEED = 20_260_901;

  /**
   * What a session may be set to: none, west, east by half an hour, and one that once left out a
   * whole day.
   */
  private static final List<String> TIME_ZONES =
      List.of("UTC", "America/New_York", "Asia/Kolkata", "Pacific/Apia");

  private final PostgresTarget copy;

  /**
   * @param copy private to us, of the database that the statement is for
   */
  public GeneratedDatabases(PostgresTarget copy) {
    this.copy = copy;
  }

  /** Compares a statement with its other text. */
  public Tested test(Query original, Rewriting rewriting) {
    try (var scratch = Scratch.of(copy, original)) {
      var pools = Pools.of(original, scratch.originals(), scratch.connection());
      return new Trials(scratch, pools, original, rewriting).run();
    } catch (SQLException e) {
      return new Tested.Impossible(
          "databases like yours cannot be made: "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse("?"));
    }
  }

  /** The trials of one text. */
  private static final class Trials {
    private final Scratch scratch;
    private final Pools pools;
    private final Query original;
    private final Rewriting rewriting;
    private final Filler filler;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private int tried;
    private int answered;
    private int telling;
    private @Nullable Answer ofEmptyTables;
    private int redrawn;

    Trials(Scratch scratch, Pools pools, Query original, Rewriting rewriting) {
      this.scratch = scratch;
      this.pools = pools;
      this.original = original;
      this.rewriting = rewriting;
      this.filler = new Filler(scratch, pools);
    }

    Tested run() throws SQLException {
      while (goesOn()) {
        var refuted = tryOne(tried++);
        if (refuted.isPresent()) {
          return refuted.get();
        }
      }
      return answered < LEAST
          ? new Tested.Impossible(
              "the original text failed on "
                  + (tried - answered)
                  + " of "
                  + tried
                  + " generated databases")
          : new Tested.Alike(answered, telling, redrawn);
    }

    private boolean goesOn() {
      return tried < (telling < LEAST_TELLING ? UTMOST : MOST)
          && (answered < LEAST || telling < WISHED_TELLING);
    }

    private Optional<Tested> tryOne(int number) throws SQLException {
      scratch.timeZone(TIME_ZONES.get(number % TIME_ZONES.size()));
      filler.fill(new Profile(number, random.split()));
      var statement = original;
      var other = rewriting.of(original);
      boolean drawn = false;
      if (number % 2 == 1) {
        var again = Redraw.of(original, pools, random.split());
        var rewritten = again.flatMap(rewriting::of);
        if (again.isPresent() && rewritten.isPresent()) {
          statement = again.get();
          other = rewritten;
          drawn = true;
        }
      }
      if (other.isEmpty()) {
        return Optional.of(new Tested.Impossible("the rewritten text cannot be made again"));
      }
      return compare(statement, other.get(), drawn);
    }

    /** The first database is that of empty tables. */
    private boolean isTelling(Answer answer) {
      if (ofEmptyTables == null) {
        ofEmptyTables = answer;
      }
      return !answer.sameBag(ofEmptyTables);
    }

    private Optional<Tested> compare(Query statement, Query other, boolean drawn)
        throws SQLException {
      var duel = new Duel(scratch, statement, other);
      var outcome = duel.run();
      if (outcome.answer() == null) {
        return Optional.empty();
      }
      answered++;
      telling += isTelling(outcome.answer()) ? 1 : 0;
      redrawn += drawn ? 1 : 0;
      return outcome.difference().isEmpty()
          ? Optional.empty()
          : Optional.of(new Tested.Refuted(new Counterexample(scratch, duel, drawn).smallest()));
    }
  }
}
