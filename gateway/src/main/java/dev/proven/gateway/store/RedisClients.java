package dev.proven.gateway.store;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Connections of the client library, to one Redis or to a cluster. */
sealed interface RedisClients extends AutoCloseable {
  /** Names and channels are texts, values are bytes. */
  RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  /** Whether the client may use io_uring for its few connections. */
  String IO_URING = "io.lettuce.core.iouring";

  /** Connects, and keeps the connection by itself from then on. */
  CompletionStage<? extends RedisClusterAsyncCommands<String, byte[]>> commands();

  /** A connection for nothing but messages. */
  CompletionStage<? extends StatefulRedisPubSubConnection<String, byte[]>> messages();

  /** Subscribes; the client does it again whenever it has to connect again. */
  default CompletionStage<Void> listening(RedisLink.Listener listener, String... channels) {
    return messages()
        .thenCompose(connection -> {
          connection.addListener(
              new RedisPubSubAdapter<String, byte[]>() {
                @Override
                public void message(String channel, byte[] message) {
                  listener.message(channel, message);
                }
              });
          return connection
              .async()
              .subscribe(channels)
              .whenComplete((_, failure) -> {
                if (failure != null) {
                  var _ = connection.closeAsync();
                }
              });
        });
  }

  @Override
  void close();

  static RedisClients of(RedisOptions options) {
    // With both native transports there, the client takes epoll, and warns that it does.
    if (System.getProperty(IO_URING) == null) {
      System.setProperty(IO_URING, "false");
    }
    var resources =
        DefaultClientResources.builder()
            .ioThreadPoolSize(2)
            .computationThreadPoolSize(2)
            // The usual delay grows to half a minute, in which a Redis that is back goes unused.
            .reconnectDelay(
                Delay.fullJitter(
                    Duration.ofMillis(20), Duration.ofMillis(500), 20, TimeUnit.MILLISECONDS))
            .build();
    return options.cluster() ? Cluster.of(options, resources) : Single.of(options, resources);
  }

  private static <B extends ClientOptions.Builder> B set(B builder) {
    builder
        .socketOptions(
            SocketOptions.builder()
                .connectTimeout(Duration.ofSeconds(2))
                .keepAlive(
                    SocketOptions.KeepAliveOptions.builder()
                        .enable()
                        .idle(Duration.ofSeconds(10))
                        .interval(Duration.ofSeconds(5))
                        .count(3)
                        .build())
                .build())
        // What waits for a connection would be sent long after anybody needs it.
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        .requestQueueSize(10_000)
        // A server that is not of a certain vendor refuses to be asked for them.
        .maintNotificationsConfig(MaintNotificationsConfig.disabled());
    return builder;
  }

  private static void close(AbstractRedisClient client, ClientResources resources) {
    var _ =
        client
            .shutdownAsync(0, 1, TimeUnit.SECONDS)
            .whenComplete((_, _) -> {
              var _ = resources.shutdown(0, 1, TimeUnit.SECONDS);
            });
  }

  /** One Redis. */
  record Single(RedisClient client, io.lettuce.core.RedisURI uri, ClientResources resources)
      implements RedisClients {
    static Single of(RedisOptions options, ClientResources resources) {
      var client = RedisClient.create(resources);
      client.setOptions(set(ClientOptions.builder()).build());
      return new Single(client, options.nodes().getFirst(), resources);
    }

    @Override
    public CompletionStage<? extends RedisClusterAsyncCommands<String, byte[]>> commands() {
      return client.connectAsync(CODEC, uri).thenApply(c -> c.async());
    }

    @Override
    public CompletionStage<StatefulRedisPubSubConnection<String, byte[]>> messages() {
      return client.connectPubSubAsync(CODEC, uri);
    }

    @Override
    public void close() {
      RedisClients.close(client, resources);
    }
  }

  /** A cluster. */
  record Cluster(RedisClusterClient client, ClientResources resources) implements RedisClients {
    static Cluster of(RedisOptions options, ClientResources resources) {
      var client = RedisClusterClient.create(resources, options.nodes());
      var refresh =
          ClusterTopologyRefreshOptions.builder()
              .enablePeriodicRefresh(Duration.ofSeconds(30))
              .build();
      client.setOptions(
          set(ClusterClientOptions.builder()).topologyRefreshOptions(refresh).build());
      return new Cluster(client, resources);
    }

    @Override
    public CompletionStage<? extends RedisClusterAsyncCommands<String, byte[]>> commands() {
      return client
          .refreshPartitionsAsync()
          .thenCompose(_ -> client.connectAsync(CODEC))
          .thenApply(c -> c.async());
    }

    @Override
    public CompletionStage<? extends StatefulRedisPubSubConnection<String, byte[]>> messages() {
      return client.refreshPartitionsAsync().thenCompose(_ -> client.connectPubSubAsync(CODEC));
    }

    @Override
    public void close() {
      RedisClients.close(client, resources);
    }
  }
}
