package dev.proven.gateway.store;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The way to Redis: connects for itself, as often as it takes, and gives each command a short time.
 * Nothing here blocks, and no future ends with an exception.
 */
final class RedisLink implements AutoCloseable {
  private static final long RETRY_MILLIS = 500;

  private final RedisOptions options;
  private final Counts counts;
  private final Breaker breaker;
  private final RedisClients clients;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("proven-redis").factory());
  private volatile @Nullable RedisClusterAsyncCommands<String, byte[]> redis;
  private volatile boolean closed;

  /** One command. */
  interface Command<T> {
    RedisFuture<T> send(RedisClusterAsyncCommands<String, byte[]> redis);
  }

  /** Is told what comes on a channel; never waits. */
  interface Listener {
    void message(String channel, byte[] message);
  }

  RedisLink(RedisOptions options, Counts counts) {
    this.options = options;
    this.counts = counts;
    this.breaker = new Breaker(options.failures(), options.pause(), System::nanoTime);
    this.clients = RedisClients.of(options);
    clock.execute(this::connect);
  }

  private void connect() {
    try {
      var _ =
          clients
              .commands()
              .whenComplete((commands, failure) -> {
                if (commands != null) {
                  redis = commands;
                } else {
                  later(RETRY_MILLIS, this::connect);
                }
              });
    } catch (RuntimeException e) {
      later(RETRY_MILLIS, this::connect);
    }
  }

  /** Listens to channels, now or as soon as Redis is there, and again after it was away. */
  void listen(Listener listener, String... channels) {
    var _ =
        clients
            .listening(listener, channels)
            .exceptionally(failure -> {
              later(RETRY_MILLIS, () -> listen(listener, channels));
              return null;
            });
  }

  /** Runs something after a while, unless all is closed. */
  void later(long millis, Runnable job) {
    if (!closed) {
      try {
        var _ = clock.schedule(job, millis, TimeUnit.MILLISECONDS);
      } catch (java.util.concurrent.RejectedExecutionException e) {
        // Closed in the meantime.
      }
    }
  }

  /** Sends a command, if Redis is there and not left alone. */
  <T> CompletableFuture<Reply<T>> run(Command<T> command) {
    var commands = redis;
    if (commands == null || closed || !breaker.passes()) {
      counts.skipped.increment();
      return CompletableFuture.completedFuture(new Reply.Away<>());
    }
    RedisFuture<T> sent;
    try {
      sent = command.send(commands);
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(failed(e));
    }
    return sent.toCompletableFuture()
        .copy()
        .orTimeout(options.timeout().toNanos(), TimeUnit.NANOSECONDS)
        .handle((value, failure) -> {
          if (failure == null) {
            breaker.succeeded();
            return new Reply.Got<>(Optional.ofNullable(value));
          }
          sent.cancel(true);
          return failed(failure);
        });
  }

  private <T> Reply<T> failed(Throwable failure) {
    counts.failures.increment();
    var cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof RedisCommandExecutionException) {
      // It answers, so it is there.
      breaker.succeeded();
      return new Reply.Refused<>();
    }
    breaker.failed();
    return new Reply.Away<>();
  }

  /** Whether commands are sent at present. */
  boolean isUsable() {
    return redis != null && !closed && !breaker.isOpen();
  }

  @Override
  public void close() {
    closed = true;
    clock.shutdownNow();
    clients.close();
  }
}
