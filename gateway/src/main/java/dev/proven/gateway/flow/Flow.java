package dev.proven.gateway.flow;

import dev.proven.gateway.cache.Decision;
import dev.proven.gateway.cache.Lookup;
import dev.proven.gateway.cache.RequestHead;
import dev.proven.gateway.cache.Stored;
import dev.proven.gateway.transport.Exchange;
import dev.proven.gateway.transport.Origin;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Takes every request: out of the store where that may be, else from the origin. */
public final class Flow implements Consumer<Exchange> {
  private static final String BACKGROUND = "127.0.0.1";

  private final FlowOptions options;
  private final Store store;
  private final Origin origin;
  private final LongSupplier clock;
  private final Flights flights;
  private final Invalidations invalidations = new Invalidations();
  private final Answers answers;

  /**
   * Over a store and an origin, which stay the caller's.
   *
   * @param clock milliseconds since 1970
   */
  public Flow(FlowOptions options, Store store, Origin origin, LongSupplier clock) {
    this.options = options;
    this.store = store;
    this.origin = origin;
    this.clock = clock;
    flights = new Flights(options);
    answers = new Answers(options.cache());
  }

  @Override
  public void accept(Exchange exchange) {
    new Visit(this, exchange).start();
  }

  FlowOptions options() {
    return options;
  }

  Store store() {
    return store;
  }

  Origin origin() {
    return origin;
  }

  Flights flights() {
    return flights;
  }

  Answers answers() {
    return answers;
  }

  Invalidations invalidations() {
    return invalidations;
  }

  long now() {
    return clock.getAsLong();
  }

  String identity() {
    return options.cache().identity();
  }

  /** Forgets what is stored for a key, also what is just on its way. */
  public CompletableFuture<Void> purge(String key) {
    invalidations.add(key);
    return store.remove(key);
  }

  /** Forgets what is stored for all keys that begin so. */
  public CompletableFuture<Void> purgeByPrefix(String prefix) {
    invalidations.addAll();
    return store.removeByPrefix(prefix);
  }

  /** Asks the origin again for what was just served stale, unless somebody does so already. */
  void refresh(EventLoop loop, RequestHead head, Entry entry) {
    var flight = flights.of(head.key());
    if (flights.current(head.key(), flight) != null) {
      return;
    }
    var plain = Visit.unconditional(head);
    var insisting = plain.with(plain.fields().set("Cache-Control", "no-cache"));
    var decision =
        new Lookup(options.cache(), now()).decide(insisting, List.<Stored>of(entry.stored()));
    var plan =
        decision instanceof Decision.Validate validate
            ? Plan.validate(plain, entry, validate.conditions(), "stale")
            : Plan.fetch(plain, entry, new Decision.Forward("stale", true));
    new Fetch(this, plan, loop, BACKGROUND, flight).start();
  }
}
