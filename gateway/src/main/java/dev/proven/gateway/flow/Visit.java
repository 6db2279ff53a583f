package dev.proven.gateway.flow;

import dev.proven.gateway.cache.CacheStatus;
import dev.proven.gateway.cache.Decision;
import dev.proven.gateway.cache.Lookup;
import dev.proven.gateway.cache.RequestHead;
import dev.proven.gateway.cache.Stored;
import dev.proven.gateway.transport.Exchange;
import dev.proven.gateway.transport.ShortAnswers;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One request of a client, until somebody answers it. */
final class Visit implements Exchange.Listener {
  private static final int MOST_ROUNDS = 3;
  private static final Set<String> CONDITIONS =
      Set.of("if-none-match", "if-modified-since", "if-range", "range");

  private final Flow flow;
  private final Exchange exchange;
  private List<Entry> decidedOn = List.of();
  private int rounds;
  private boolean waiting;
  private boolean gone;

  Visit(Flow flow, Exchange exchange) {
    this.flow = flow;
    this.exchange = exchange;
  }

  /** The same request as somebody would send it who has nothing yet. */
  static RequestHead unconditional(RequestHead head) {
    return new RequestHead(
        "GET", head.scheme(), head.authority(), head.target(), head.fields().without(CONDITIONS));
  }

  void start() {
    var head = exchange.head();
    boolean reads = head.method().equals("GET") || head.method().equals("HEAD");
    if (reads && exchange.upgrade().equals("websocket") && exchange.length() == 0) {
      fetch(Plan.pass(Plan.Kind.UPGRADE, head, "bypass"), null);
    } else if (!reads) {
      fetch(Plan.pass(Plan.Kind.PASS, head, "method"), null);
    } else if (exchange.length() != 0) {
      fetch(Plan.pass(Plan.Kind.PASS, head, "bypass"), null);
    } else {
      look(head);
    }
  }

  private void look(RequestHead head) {
    var found = flow.store().find(head.key());
    if (found.isDone() && !found.isCompletedExceptionally()) {
      decide(head, found.join());
      return;
    }
    exchange.listen(this);
    found.whenComplete((entries, _) ->
        exchange
            .loop()
            .execute(() -> {
              if (!gone) {
                decide(head, entries == null ? List.of() : entries);
              }
            }));
  }

  private void decide(RequestHead head, List<Entry> entries) {
    decidedOn = entries;
    long now = flow.now();
    var stored = entries.stream().map(Entry::stored).toList();
    var lookup = new Lookup(flow.options().cache(), now);
    switch (lookup.decide(head, stored)) {
      case Decision.Serve serve -> {
        var entry = entry(entries, serve.stored());
        if (serve.refresh()) {
          flow.refresh(exchange.loop(), head, entry);
        }
        flow.answers().hit(exchange, entry, serve.age(), serve.ttl(), now);
      }
      case Decision.Validate validate ->
          ask(
              Plan.validate(
                  head,
                  entry(entries, validate.stored()),
                  validate.conditions(),
                  validate.forward()));
      case Decision.Complete complete ->
          ask(Plan.complete(head, entry(entries, complete.stored()), complete.range()));
      case Decision.Forward forward -> {
        var chosen = Lookup.chosen(head, stored).map(s -> entry(entries, s)).orElse(null);
        ask(Plan.fetch(head, chosen, forward));
      }
      case Decision.OnlyIfCached _ ->
          ShortAnswers.give(exchange, 504, "It is not in the cache, and nothing else was wanted.");
    }
  }

  /** Of which the decision spoke; it gives back the very object. */
  @SuppressWarnings("ReferenceEquality")
  private static Entry entry(List<Entry> entries, Stored stored) {
    for (var entry : entries) {
      if (entry.stored() == stored) {
        return entry;
      }
    }
    throw new IllegalStateException("a decision on what was not given");
  }

  private void ask(Plan plan) {
    var key = plan.client().key();
    if (!plan.shareable() || rounds >= MOST_ROUNDS || !flow.flights().areShared(key)) {
      fetch(plan, null);
      return;
    }
    rounds++;
    var own = flow.flights().of(key);
    var other = flow.flights().current(key, own);
    if (other == null) {
      lead(plan, own);
    } else if (other.join(outcome -> exchange.loop().execute(() -> landed(plan, outcome)))) {
      waiting = true;
      exchange.listen(this);
      exchange
          .loop()
          .schedule(
              () -> landed(plan, new Flight.Outcome.Alone()),
              flow.options().waitTime().toMillis(),
              TimeUnit.MILLISECONDS);
    } else {
      // Just landed, or full.
      start();
    }
  }

  /** Unless somebody else's answer was stored between the look and the start. */
  private void lead(Plan plan, Flight own) {
    var head = exchange.head();
    var found = flow.store().find(head.key());
    boolean same =
        !found.isDone() || found.isCompletedExceptionally() || found.join().equals(decidedOn);
    if (same) {
      fetch(plan, own);
    } else {
      own.land(new Flight.Outcome.Alone());
      decide(head, found.join());
    }
  }

  private void landed(Plan plan, Flight.Outcome outcome) {
    if (!waiting || gone) {
      return;
    }
    waiting = false;
    switch (outcome) {
      case Flight.Outcome.Shared shared -> shared(shared.entry());
      case Flight.Outcome.Alone _ -> fetch(plan, null);
      case Flight.Outcome.Failed failed -> Failing.answer(flow, exchange, plan, failed.failure());
    }
  }

  private void shared(Entry entry) {
    var head = exchange.head();
    if (Lookup.chosen(head, List.of(entry.stored())).isEmpty() || !entry.stored().isComplete()) {
      start();
      return;
    }
    long now = flow.now();
    var status =
        CacheStatus.forwarded(
            flow.identity(), "miss", entry.stored().head().status(), true, true, "");
    flow.answers().give(exchange, entry, entry.stored().age(now), status, now);
  }

  private void fetch(Plan plan, @Nullable Flight flight) {
    new Fetch(flow, plan, exchange, flight).start();
  }

  @Override
  public void data(ByteBuf data) {
    data.release();
  }

  @Override
  public void dataEnd() {}

  @Override
  public void writable() {}

  @Override
  public void gone() {
    gone = true;
  }
}
