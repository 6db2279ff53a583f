package dev.proven.gateway.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Listens for clients: HTTP/1.1 and HTTP/2, in the clear by prior knowledge or over TLS by ALPN.
 */
public final class Server implements AutoCloseable {
  private static final int BACKLOG = 1024;
  private static final WriteBufferWaterMark MARKS = new WriteBufferWaterMark(65_536, 262_144);
  private static final long STEP_MILLIS = 20;

  private final Set<Channel> clients = ConcurrentHashMap.newKeySet();
  private final Duration drain;
  private final Channel listening;

  /**
   * Starts to listen.
   *
   * @param tls null for none
   * @param handler gets every request, on the event loop of its connection
   * @param drain how long requests may still take when it is closed
   * @throws java.io.IOException where the address cannot be had
   */
  public Server(
      InetSocketAddress address,
      Threads threads,
      ServerLimits limits,
      @Nullable SslContext tls,
      Consumer<Exchange> handler,
      Duration drain)
      throws java.io.IOException {
    this.drain = drain;
    var bootstrap =
        new ServerBootstrap()
            .group(threads.loops())
            .channel(threads.transport().server())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, MARKS)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    accept(channel, limits, tls, handler);
                  }
                });
    var bound = bootstrap.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new java.io.IOException(
          "cannot listen on " + address + ": " + bound.cause().getMessage(), bound.cause());
    }
    listening = bound.channel();
  }

  private void accept(
      SocketChannel channel,
      ServerLimits limits,
      @Nullable SslContext tls,
      Consumer<Exchange> handler) {
    if (clients.size() >= limits.connections()) {
      channel.close();
      return;
    }
    clients.add(channel);
    channel.closeFuture().addListener(_ -> clients.remove(channel));
    if (tls == null) {
      channel.pipeline().addLast(new Http2Preface(limits, handler));
    } else {
      channel.pipeline().addLast(tls.newHandler(channel.alloc()), new Alpn(limits, handler));
    }
  }

  /** Where it listens. */
  public int port() {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  /** How many clients are connected. */
  public int connections() {
    return clients.size();
  }

  /** Takes no new connections, lets requests end, and then closes what is left. */
  @Override
  public void close() {
    listening.close().awaitUninterruptibly();
    clients.forEach(channel -> channel.eventLoop().execute(() -> Protocols.drain(channel)));
    long end = System.nanoTime() + drain.toNanos();
    boolean interrupted = false;
    while (!clients.isEmpty() && System.nanoTime() < end && !interrupted) {
      try {
        TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    clients.forEach(Protocols::cut);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
