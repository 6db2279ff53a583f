package dev.proven.postgres.pool;

import dev.proven.core.Clients;
import java.util.Locale;
import java.util.Optional;

/**
 * How clients use a database, and how that is known.
 *
 * @param clients as an experiment plays them
 * @param source where that was read, in words
 */
record Use(Clients clients, String source) {
  /** Fewer new connections a second cost a server next to nothing. */
  private static final double CHURN_PER_SECOND = 5;

  /** Fewer sessions in a short time may be a tool's. */
  private static final int LEAST_SESSIONS = 10;

  private static final double FEW_TRANSACTIONS = 10;
  private static final int LEAST_HISTORY = 1000;
  private static final double FULL = 0.9;
  private static final double BEYOND_FULL = 1.25;

  /** What the user says. */
  static Use declared(Clients clients) {
    return new Use(clients, "declared under clients: in sprint.yaml");
  }

  /** What the server shows; empty where it shows no clients. */
  static Optional<Use> seen(Activity activity, Room room) {
    if (churns(activity.window(), LEAST_SESSIONS)) {
      return Optional.of(churning(activity, activity.window()));
    }
    if (churns(activity.sinceReset(), LEAST_HISTORY)) {
      return Optional.of(churning(activity, activity.sinceReset()));
    }
    if (activity.most() == 0) {
      return Optional.empty();
    }
    double rate = activity.window().transactionsPerSecond();
    boolean full = activity.most() >= FULL * room.most();
    // Whoever was refused is not seen; a full house is taken for a sign that somebody was.
    int number = (int) (full ? BEYOND_FULL * activity.most() : activity.most());
    var words =
        String.format(
            Locale.ROOT,
            "seen: up to %d clients connected, up to %d at work, %s",
            activity.most(),
            activity.working(),
            activity.window().words());
    var prepared = activity.showsPgjdbc() ? Boolean.TRUE : null;
    return Optional.of(
        new Use(
            new Clients(Math.min(number, Clients.MOST), false, rate < 1 ? null : rate, prepared),
            words));
  }

  private static boolean churns(Pace pace, int least) {
    return pace.sessions() >= least
        && pace.sessionsPerSecond() >= CHURN_PER_SECOND
        && pace.transactionsPerSession() < FEW_TRANSACTIONS;
  }

  /** A connection that ends with its transaction never comes to the execution to be prepared. */
  private static Use churning(Activity activity, Pace pace) {
    int atOnce = Math.max(activity.most(), (int) Math.ceil(pace.atOnce()));
    int number = Math.clamp(atOnce, 2, Clients.MOST);
    double rate = Math.min(pace.transactionsPerSecond(), Clients.MOST_RATE);
    return new Use(
        new Clients(number, true, rate, null),
        "seen over " + Math.round(pace.seconds()) + " s: " + pace.words());
  }
}
