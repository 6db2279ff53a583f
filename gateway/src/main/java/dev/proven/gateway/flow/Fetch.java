package dev.proven.gateway.flow;

import dev.proven.gateway.cache.CacheStatus;
import dev.proven.gateway.cache.Extent;
import dev.proven.gateway.cache.Fields;
import dev.proven.gateway.cache.Hop;
import dev.proven.gateway.cache.Invalidating;
import dev.proven.gateway.cache.Lookup;
import dev.proven.gateway.cache.ResponseHead;
import dev.proven.gateway.cache.Stored;
import dev.proven.gateway.cache.Storing;
import dev.proven.gateway.cache.Updating;
import dev.proven.gateway.transport.Call;
import dev.proven.gateway.transport.Exchange;
import dev.proven.gateway.transport.Tunnel;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/** One request to the origin: its answer goes to a client, into the store, and to who waits. */
final class Fetch implements Call.Listener {
  private final Flow flow;
  private final Plan plan;
  private final EventLoop loop;
  private final String peer;
  private final @Nullable Flight flight;
  private @Nullable Exchange exchange;
  private @Nullable Call call;
  private @Nullable Collector collector;
  private @Nullable Stored stored;
  private long began;
  private long requestTime;
  private long responseTime;
  private long expected = -1;
  private boolean settled;
  private boolean headCame;
  private boolean answered;
  private boolean combines;
  private boolean over;

  /** In the background. */
  Fetch(Flow flow, Plan plan, EventLoop loop, String peer, @Nullable Flight flight) {
    this.flow = flow;
    this.plan = plan;
    this.loop = loop;
    this.peer = peer;
    this.flight = flight;
  }

  /** For a client. */
  Fetch(Flow flow, Plan plan, Exchange exchange, @Nullable Flight flight) {
    this(flow, plan, exchange.loop(), exchange.peer(), flight);
    this.exchange = exchange;
  }

  void start() {
    began = Invalidations.now();
    requestTime = flow.now();
    boolean upgrades = plan.kind() == Plan.Kind.UPGRADE && exchange != null;
    var upgrade =
        upgrades ? Fields.of("Connection", "Upgrade", "Upgrade", "websocket") : Fields.NONE;
    var head = Forwarding.toOrigin(plan.asked(), peer, flow.identity());
    long length = exchange == null ? 0 : exchange.length();
    var begun = flow.origin().call(loop, head, length, upgrade, this);
    call = begun;
    if (exchange != null) {
      exchange.listen(new FromClient());
    }
    if (!over) {
      begun.start();
    }
  }

  private Call call() {
    return java.util.Objects.requireNonNull(call);
  }

  private String key() {
    return plan.client().key();
  }

  private void land(Flight.Outcome outcome) {
    if (flight != null) {
      flight.land(outcome);
    }
  }

  @Override
  public void connected() {
    if (exchange != null && exchange.length() != 0) {
      exchange.read(true);
    }
  }

  @Override
  public void writable() {
    if (exchange != null && exchange.length() != 0) {
      exchange.read(true);
    }
  }

  @Override
  public void interim(int status, Fields fields) {
    if (exchange != null) {
      exchange.interim(status, Hop.stripped(fields));
    }
  }

  @Override
  public void switched(Fields fields) {
    var client = exchange;
    if (client == null) {
      return;
    }
    over = true;
    var passed =
        Hop.stripped(fields)
            .with("Connection", "Upgrade")
            .with("Upgrade", fields.first("upgrade").orElse("websocket"));
    var origin = call().detach();
    Tunnel.between(client.detach(passed), origin);
  }

  @Override
  public void head(ResponseHead answer, long length) {
    headCame = true;
    expected = length;
    responseTime = flow.now();
    switch (plan.kind()) {
      case VALIDATE, FETCH, COMPLETE -> cacheable(answer, length);
      case PASS, UPGRADE -> {
        Invalidating.keys(plan.client(), answer).forEach(flow::purge);
        pass(answer, length, false, "");
      }
    }
  }

  private void cacheable(ResponseHead answer, long length) {
    if (plan.kind() == Plan.Kind.VALIDATE && answer.status() == 304) {
      confirmed(answer);
    } else if (Lookup.isError(answer.status()) && staleInstead()) {
      over = true;
      call().cancel();
    } else if (plan.kind() == Plan.Kind.COMPLETE && completes(answer, length)) {
      combines = true;
      collector = new Collector(length, flow.options().mostStored());
      stored = combined(answer);
    } else if (plan.kind() == Plan.Kind.COMPLETE
        && (answer.status() == 206 || answer.status() == 416)) {
      askPlainly();
    } else {
      fetched(answer, length);
    }
  }

  private boolean staleInstead() {
    var known = plan.known();
    if (known == null) {
      return false;
    }
    if (exchange == null) {
      // In the background a stale answer was given already.
      land(new Flight.Outcome.Alone());
      return true;
    }
    if (!Failing.stale(flow, exchange, plan)) {
      return false;
    }
    land(new Flight.Outcome.Shared(known));
    return true;
  }

  private void confirmed(ResponseHead answer) {
    var known = java.util.Objects.requireNonNull(plan.known());
    var updated = Updating.confirmed(known.stored(), answer, requestTime, responseTime);
    if (updated.isEmpty()) {
      askPlainly();
      return;
    }
    answered = true;
    var entry = new Entry(updated.get(), known.body());
    if (mayStore()) {
      flow.store().replace(key(), known, entry);
    }
    if (exchange != null) {
      var status = CacheStatus.forwarded(flow.identity(), plan.forward(), 304, true, false, "");
      long age = entry.stored().age(responseTime);
      flow.answers().give(exchange, entry, age, status, responseTime);
    }
    land(new Flight.Outcome.Shared(entry));
  }

  private boolean mayStore() {
    return !flow.invalidations().since(key(), began);
  }

  /** The conditions led nowhere, so the origin is asked for the whole. */
  private void askPlainly() {
    over = true;
    call().cancel();
    var next =
        exchange == null
            ? new Fetch(flow, plan.plainly(), loop, peer, flight)
            : new Fetch(flow, plan.plainly(), exchange, flight);
    next.start();
  }

  private boolean completes(ResponseHead answer, long length) {
    var known = java.util.Objects.requireNonNull(plan.known()).stored();
    var part = answer.fields().first("content-range").flatMap(Extent::of);
    return answer.status() == 206
        && part.isPresent()
        && part.get().first() == known.extent().last() + 1
        && part.get().last() + 1 == known.extent().total()
        && part.get().total() == known.extent().total()
        && (length < 0 || length == part.get().bytes())
        && answer.fields().first("etag").equals(known.head().fields().first("etag"))
        && known.extent().total() <= flow.options().mostStored();
  }

  /**
   * The head of the whole: of both parts, the newer one before the older (RFC 9111 section 3.4).
   */
  private Stored combined(ResponseHead answer) {
    var known = java.util.Objects.requireNonNull(plan.known()).stored();
    var fields =
        known
            .head()
            .fields()
            .without("age")
            .updatedBy(Hop.stripped(answer.fields()).without("cache-status"))
            .without("content-range")
            .without("content-length");
    return new Stored(
        new ResponseHead(200, fields),
        known.varying(),
        Extent.whole(known.extent().total()),
        requestTime,
        responseTime);
  }

  private void fetched(ResponseHead answer, long length) {
    var storing =
        Storing.of(plan.client(), answer, requestTime, responseTime, flow.options().cache());
    var detail = "";
    switch (storing) {
      case Storing.Yes yes when length <= flow.options().mostStored() -> {
        stored = yes.stored();
        collector = new Collector(length, flow.options().mostStored());
      }
      case Storing.Yes _ -> {
        detail = "too-long";
        alone();
      }
      case Storing.No no -> {
        detail = no.reason();
        alone();
        superseded(answer);
      }
    }
    if (plan.client().method().equals("HEAD")) {
      byHead(answer);
    }
    pass(answer, length, stored != null, detail);
  }

  /** What is known is not what the origin gives any more, and cannot be replaced. */
  private void superseded(ResponseHead answer) {
    if (plan.kind() == Plan.Kind.VALIDATE && answer.status() < 400) {
      flow.store().remove(key());
    }
  }

  private void alone() {
    if (flight != null) {
      flow.flights().markAlone(key());
      flight.land(new Flight.Outcome.Alone());
    }
  }

  /** RFC 9111 section 4.3.5. */
  private void byHead(ResponseHead answer) {
    var known = plan.known();
    if (known == null || answer.status() != 200 || !mayStore()) {
      return;
    }
    var updated = Updating.byHead(known.stored(), answer, requestTime, responseTime);
    if (updated.isPresent()) {
      flow.store().replace(key(), known, new Entry(updated.get(), known.body()));
    } else {
      flow.store().remove(key());
    }
  }

  private void pass(ResponseHead answer, long length, boolean stores, String detail) {
    if (exchange == null) {
      return;
    }
    var status =
        CacheStatus.forwarded(
            flow.identity(), plan.forward(), answer.status(), stores, false, detail);
    exchange.head(
        answer.status(),
        Forwarding.toClient(answer.fields(), flow.identity(), status, responseTime),
        length);
  }

  @Override
  public void data(ByteBuf data) {
    if (over || answered) {
      data.release();
      return;
    }
    collect(data);
    if (exchange == null || combines) {
      data.release();
      stopIfUseless();
      return;
    }
    exchange.write(data);
    if (!exchange.isWritable() && !isAwaited()) {
      call().read(false);
    }
  }

  private void collect(ByteBuf data) {
    var gathering = collector;
    if (gathering == null || settled) {
      return;
    }
    gathering.add(data);
    if (gathering.isOverflown()) {
      collector = null;
      alone();
    } else if (!combines && gathering.size() == expected) {
      // Before the client has the last byte, and may ask for it again.
      settle();
    }
  }

  /** Stores what has come completely, and tells those who wait. */
  private @Nullable Entry settle() {
    settled = true;
    var entry = collector == null ? null : entry(collector.bytes());
    if (entry != null && mayStore()) {
      flow.store().put(key(), entry);
    }
    land(entry == null ? new Flight.Outcome.Alone() : new Flight.Outcome.Shared(entry));
    return entry;
  }

  /** A slow client does not hold up those who wait for the same. */
  private boolean isAwaited() {
    return collector != null && flight != null && flight.hasWaiters();
  }

  private void stopIfUseless() {
    if (exchange == null && collector == null && !over) {
      over = true;
      call().cancel();
    }
  }

  @Override
  public void end() {
    if (over || answered) {
      return;
    }
    over = true;
    var entry = settled ? null : settle();
    if (combines) {
      giveCombined(entry);
    } else if (exchange != null) {
      exchange.end();
    }
  }

  private void giveCombined(@Nullable Entry entry) {
    if (exchange == null) {
      return;
    }
    if (entry == null) {
      Failing.answer(flow, exchange, plan, Call.Failure.BROKEN);
      return;
    }
    var status = CacheStatus.forwarded(flow.identity(), plan.forward(), 206, true, false, "");
    long age = entry.stored().age(responseTime);
    flow.answers().give(exchange, entry, age, status, responseTime);
  }

  /** Of a body that came completely; null where its length is not the one that was told. */
  private @Nullable Entry entry(byte[] body) {
    var head = java.util.Objects.requireNonNull(stored);
    if (combines) {
      var first = java.util.Objects.requireNonNull(plan.known()).body();
      var whole = java.util.Arrays.copyOf(first, first.length + body.length);
      System.arraycopy(body, 0, whole, first.length, body.length);
      return whole.length == head.extent().bytes() ? new Entry(head, whole) : null;
    }
    if (head.head().status() == 206) {
      return head.extent().bytes() == body.length ? new Entry(head, body) : null;
    }
    return new Entry(head.with(Extent.whole(body.length)), body);
  }

  @Override
  public void failed(Call.Failure failure) {
    if (over || answered) {
      return;
    }
    over = true;
    if (exchange != null) {
      if (headCame && !combines) {
        exchange.abort();
      } else {
        Failing.answer(flow, exchange, plan, failure);
      }
    }
    land(headCame ? new Flight.Outcome.Alone() : new Flight.Outcome.Failed(failure));
  }

  /** What the client does meanwhile. */
  private final class FromClient implements Exchange.Listener {
    @Override
    public void data(ByteBuf data) {
      call().write(data);
      if (!call().isWritable() && exchange != null) {
        exchange.read(false);
      }
    }

    @Override
    public void dataEnd() {
      call().finish();
    }

    @Override
    public void writable() {
      call().read(true);
    }

    @Override
    public void gone() {
      exchange = null;
      if (over || answered) {
        return;
      }
      if (flight != null && !flight.closeIfEmpty()) {
        call().read(true);
        return;
      }
      over = true;
      call().cancel();
    }
  }
}
