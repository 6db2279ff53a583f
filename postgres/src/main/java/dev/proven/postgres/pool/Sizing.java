package dev.proven.postgres.pool;

import dev.proven.core.Clients;

/**
 * The sizes of a bouncer.
 *
 * @param pool connections to the server at most
 * @param clients connections of clients at most
 */
record Sizing(int pool, int clients) {
  /** Fewer starve the server while a transaction waits for its commit or its client. */
  private static final int LEAST_POOL = 20;

  private static final int POOL_OF_A_CORE = 4;
  private static final double SHARE_OF_THE_ROOM = 0.8;
  private static final int SPARE_CLIENTS = 100;

  /**
   * Sizes for those clients: four connections a core and twenty at least, and never more than there
   * are clients or than four fifths of what the server has left.
   */
  static Sizing of(Clients clients, Room room, int cores) {
    int wanted = Math.max(LEAST_POOL, POOL_OF_A_CORE * cores);
    int possible = Math.max(1, (int) (SHARE_OF_THE_ROOM * room.free()));
    return new Sizing(
        Math.min(Math.min(wanted, possible), clients.number()), clients.number() + SPARE_CLIENTS);
  }
}
