package dev.proven.gateway.transport;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/** The event loops of a gateway. */
public final class Threads implements AutoCloseable {
  private static final long QUIET_MILLIS = 50;
  private static final long MOST_MILLIS = 2000;

  private final Transport transport;
  private final EventLoopGroup loops;

  /** Starts none before they are needed. */
  public Threads(Transport transport, int count) {
    this.transport = transport;
    loops =
        new MultiThreadIoEventLoopGroup(
            count, new DefaultThreadFactory("gateway", true), transport.factory());
  }

  Transport transport() {
    return transport;
  }

  EventLoopGroup loops() {
    return loops;
  }

  @Override
  public void close() {
    loops
        .shutdownGracefully(QUIET_MILLIS, MOST_MILLIS, TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(MOST_MILLIS);
  }
}
