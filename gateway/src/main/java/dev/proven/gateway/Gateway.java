package dev.proven.gateway;

import dev.proven.gateway.flow.Flow;
import dev.proven.gateway.flow.MemoryStore;
import dev.proven.gateway.flow.Store;
import dev.proven.gateway.transport.Origin;
import dev.proven.gateway.transport.Server;
import dev.proven.gateway.transport.Threads;
import java.io.IOException;

/** A running gateway: a server, a flow over a store, and an origin. */
public final class Gateway implements AutoCloseable {
  private final Threads threads;
  private final Origin origin;
  private final Store store;
  private final Flow flow;
  private final Server server;

  private Gateway(GatewayOptions options, Store store) throws IOException {
    this.store = store;
    threads = new Threads(options.transport(), options.threads());
    try {
      origin =
          new Origin(
              options.origin(), options.keepsHost(), options.upstream(), options.transport());
      flow = new Flow(options.flow(), store, origin, System::currentTimeMillis);
      server =
          new Server(
              options.address(), threads, options.server(), options.tls(), flow, options.drain());
    } catch (IOException | RuntimeException e) {
      threads.close();
      throw e;
    }
  }

  /** Starts one that keeps answers in memory. */
  public static Gateway start(GatewayOptions options) throws IOException {
    return start(options, new MemoryStore(options.memory(), options.variants()));
  }

  /** Starts one over a store, which it closes at its end. */
  public static Gateway start(GatewayOptions options, Store store) throws IOException {
    return new Gateway(options, store);
  }

  /** Where it listens. */
  public int port() {
    return server.port();
  }

  /** Its flow, for purging. */
  public Flow flow() {
    return flow;
  }

  /** Lets requests end, and gives everything back. */
  @Override
  public void close() {
    server.close();
    origin.close();
    threads.close();
    store.close();
  }
}
