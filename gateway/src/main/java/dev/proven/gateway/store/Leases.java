package dev.proven.gateway.store;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Leases in Redis, by which of all instances one asks the origin for a key. The holder puts what it
 * got into the store and then gives the lease back, which wakes all who wait; a holder that dies
 * loses it when its time is over. A lease saves work and never guards anything: two holders at once
 * are only one call more.
 */
public final class Leases {
  private static final int MOST_WAITERS = 10_000;

  /** A message may be lost while the client connects again; so waiters look now and then. */
  private static final long LOOK_MILLIS = 500;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final RedisLink link;
  private final Keys keys;
  private final Map<String, Bell> bells = new ConcurrentHashMap<>();
  private final AtomicInteger waiting = new AtomicInteger();

  Leases(RedisLink link, Keys keys) {
    this.link = link;
    this.keys = keys;
  }

  /** Who has the lease of a key. */
  public sealed interface Holder {
    /** The one who asked; the token is nobody else's. */
    record Self(String key, String token) implements Holder {}

    /** Another one. */
    record Other() implements Holder {}

    /** Redis cannot say, so each is for himself. */
    record Unknown() implements Holder {}
  }

  /** Takes the lease of a key for a time, unless somebody has it. */
  public CompletableFuture<Holder> take(String key, Duration lease) {
    var random = new byte[16];
    RANDOM.nextBytes(random);
    var token = HexFormat.of().formatHex(random);
    return link.run(redis ->
            redis.set(keys.lease(key), utf8(token), SetArgs.Builder.nx().px(lease.toMillis())))
        .thenApply(reply ->
            switch (reply) {
              case Reply.Got<String> got when got.value().isPresent() ->
                  new Holder.Self(key, token);
              case Reply.Got<String> _ -> new Holder.Other();
              // It may have been set all the same; then it ends by itself.
              case Reply.Refused<String> _, Reply.Away<String> _ -> new Holder.Unknown();
            });
  }

  /** Gives a lease back and wakes all who wait for it; whether it was still that one. */
  public CompletableFuture<Boolean> giveBack(Holder.Self lease) {
    return link.<Long>run(redis ->
            redis.eval(
                Scripts.RELEASE,
                ScriptOutputType.INTEGER,
                new String[] {keys.lease(lease.key())},
                utf8(lease.token()),
                utf8(keys.wakes()),
                utf8(Keys.hash(lease.key()))))
        .thenApply(reply -> reply instanceof Reply.Got<Long> got && got.value().orElse(0L) == 1L);
  }

  /**
   * Done when nobody has the lease any more, with true; with false after the longest time, or at
   * once where Redis is away or too many wait.
   */
  public CompletableFuture<Boolean> free(String key, Duration longest) {
    if (waiting.incrementAndGet() > MOST_WAITERS) {
      waiting.decrementAndGet();
      return CompletableFuture.completedFuture(false);
    }
    var bell = new Bell(Keys.hash(key));
    var present = bells.putIfAbsent(bell.hash, bell);
    if (present == null) {
      var _ = bell.rung.whenComplete((_, _) -> bells.remove(bell.hash, bell));
      look(key, bell);
    }
    return (present == null ? bell : present)
        .rung
        .copy()
        .completeOnTimeout(false, longest.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((_, _) -> waiting.decrementAndGet());
  }

  /** What all who wait for one lease listen to. */
  private static final class Bell {
    private final String hash;
    private final CompletableFuture<Boolean> rung = new CompletableFuture<>();

    Bell(String hash) {
      this.hash = hash;
    }
  }

  /** Looks after the bell is hung up, so that no message falls in between. */
  private void look(String key, Bell bell) {
    if (bell.rung.isDone()) {
      return;
    }
    var _ =
        link.run(redis -> redis.pttl(keys.lease(key)))
            .thenAccept(reply -> {
              long left = reply instanceof Reply.Got<Long> got ? got.value().orElse(-1L) : -1;
              if (left < 0) {
                // -2 is no lease; one without an end is not ours.
                bell.rung.complete(left == -2);
              } else {
                link.later(Math.min(left + 1, LOOK_MILLIS), () -> look(key, bell));
              }
            });
  }

  /** By a message, which holds the hash of a key. */
  void wake(byte[] message) {
    if (message.length == 64) {
      var bell = bells.get(new String(message, StandardCharsets.US_ASCII));
      if (bell != null) {
        bell.rung.complete(true);
      }
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
