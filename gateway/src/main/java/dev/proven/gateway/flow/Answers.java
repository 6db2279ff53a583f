package dev.proven.gateway.flow;

import dev.proven.gateway.cache.Answering;
import dev.proven.gateway.cache.CacheOptions;
import dev.proven.gateway.cache.CacheStatus;
import dev.proven.gateway.cache.Extent;
import dev.proven.gateway.cache.RequestHead;
import dev.proven.gateway.transport.Exchange;
import dev.proven.gateway.transport.PreparedAnswer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Set;

/** Gives clients what is stored. */
final class Answers {
  /** With one of them the answer may be another than the whole. */
  private static final Set<String> SPECIAL = Set.of("if-none-match", "if-modified-since", "range");

  private final CacheOptions options;

  Answers(CacheOptions options) {
    this.options = options;
  }

  /** A hit, or what is served although it is stale. */
  void hit(Exchange exchange, Entry entry, long age, long ttl, long now) {
    var head = exchange.head();
    boolean bodyless = entry.stored().head().status() == 204;
    if (isPlain(head) && entry.stored().isComplete() && !bodyless) {
      exchange.prepared(entry.prepared(this::encoded), age, ttl);
    } else {
      give(exchange, entry, age, CacheStatus.hit(options.identity(), ttl), now);
    }
  }

  private static boolean isPlain(RequestHead head) {
    if (!head.method().equals("GET")) {
      return false;
    }
    for (var field : head.fields()) {
      if (SPECIAL.contains(field.name().toLowerCase(java.util.Locale.ROOT))) {
        return false;
      }
    }
    return true;
  }

  private PreparedAnswer encoded(Entry entry) {
    var stored = entry.stored();
    var fields = Forwarding.fromCache(stored.head().fields().without("age"), options.identity());
    return new PreparedAnswer(
        stored.head().status(),
        fields,
        "Cache-Status",
        options.identity() + "; hit; ttl=",
        entry.body());
  }

  /** What is stored, by the conditions and the range of the request. */
  void give(Exchange exchange, Entry entry, long age, String cacheStatus, long now) {
    var stored = entry.stored();
    var answering = Answering.of(exchange.head(), stored, now);
    var fields =
        Forwarding.fromCache(answering.fields(), options.identity())
            .with("Cache-Status", cacheStatus)
            .with("Age", String.valueOf(age));
    var body = answering.body().map(part -> part(entry, part)).orElse(Unpooled.EMPTY_BUFFER);
    exchange.whole(answering.status(), fields, body);
  }

  private static ByteBuf part(Entry entry, Extent part) {
    long offset = part.first() - entry.stored().extent().first();
    return Unpooled.wrappedBuffer(
        entry.body(), Math.toIntExact(offset), Math.toIntExact(part.bytes()));
  }
}
