package dev.proven.postgres.pool;

import dev.proven.core.Clients;
import org.jspecify.annotations.Nullable;

/** What a server suffers from, or not, by the way its clients use it. */
enum Situation {
  CHURN("churn", "a new connection for every transaction"),
  EXHAUSTION("exhaustion", "more clients than the server has connections"),
  IDLE("idle", "many clients that keep a connection and seldom use it"),
  CROWD("crowd", "far more clients at work than the server has cores"),
  POOLED("pooled", "clients that keep their connections and use them");

  private static final int MANY = 50;

  /** A client that waits a second between two transactions leaves its connection idle. */
  private static final double SELDOM = 1;

  private static final int CROWD_ON_A_CORE = 100;

  private final String id;
  private final String words;

  Situation(String id, String words) {
    this.id = id;
    this.words = words;
  }

  static Situation of(Clients clients, Room room, int cores) {
    if (clients.reconnect()) {
      return CHURN;
    }
    if (clients.number() > room.free()) {
      return EXHAUSTION;
    }
    if (clients.number() >= MANY && isSeldom(clients.rate(), clients.number())) {
      return IDLE;
    }
    boolean busy = clients.rate() == null;
    return busy && clients.number() > CROWD_ON_A_CORE * cores ? CROWD : POOLED;
  }

  private static boolean isSeldom(@Nullable Double rate, int number) {
    return rate != null && rate / number <= SELDOM;
  }

  /** The id of the part that plays it. */
  String id() {
    return id;
  }

  /** In words. */
  String words() {
    return words;
  }
}
