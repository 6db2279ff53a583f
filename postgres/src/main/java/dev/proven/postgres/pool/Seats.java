package dev.proven.postgres.pool;

import dev.proven.core.load.ClosedLoop;
import dev.proven.postgres.Entrance;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** All clients of a load. */
final class Seats implements AutoCloseable {
  private static final int AT_ONCE = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<Seat> seats;

  private Seats(List<Seat> seats) {
    this.seats = seats;
  }

  /** Clients with the connections that they keep, as far as they get one. */
  static Seats taken(Entrance entrance, LoadScript script, Duration patience)
      throws InterruptedException {
    int number = script.use().clients().number();
    var seats =
        new Seats(
            Stream.generate(() -> new Seat(entrance, script, patience)).limit(number).toList());
    try {
      new ClosedLoop(AT_ONCE, PATIENCE).run(number, i -> seats.get(i).settle());
      return seats;
    } catch (InterruptedException e) {
      seats.close();
      throw e;
    }
  }

  int size() {
    return seats.size();
  }

  Seat get(int client) {
    return seats.get(client);
  }

  @Override
  public void close() {
    seats.forEach(Seat::close);
  }
}
