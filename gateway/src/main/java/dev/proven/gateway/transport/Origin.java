package dev.proven.gateway.transport;

import dev.proven.gateway.cache.Fields;
import dev.proven.gateway.cache.RequestHead;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The one server behind the gateway. */
public final class Origin implements AutoCloseable {
  private final Transport transport;
  private final OriginLimits limits;
  private final boolean keepsHost;
  private final String name;
  private final int port;
  private final String authority;
  private final @Nullable SslContext tls;
  private final Map<EventLoop, Pool> pools = new ConcurrentHashMap<>();

  /**
   * Connects to nothing yet.
   *
   * @param uri http or https, host and port; nothing behind them
   * @param keepsHost whether the origin gets the Host that the client named, not its own
   * @throws IllegalArgumentException where the address is none of that kind
   */
  public Origin(URI uri, boolean keepsHost, OriginLimits limits, Transport transport) {
    boolean secure = "https".equalsIgnoreCase(uri.getScheme());
    boolean bare =
        uri.getRawPath() == null || uri.getRawPath().isEmpty() || uri.getRawPath().equals("/");
    if ((!secure && !"http".equalsIgnoreCase(uri.getScheme())) || uri.getHost() == null || !bare) {
      throw new IllegalArgumentException(
          uri + " is not the address of an origin, such as http://localhost:8080");
    }
    this.transport = transport;
    this.limits = limits;
    this.keepsHost = keepsHost;
    var host = uri.getHost();
    name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
    authority = uri.getPort() >= 0 ? host + ":" + port : host;
    tls = secure ? clientTls() : null;
  }

  private static SslContext clientTls() {
    try {
      return SslContextBuilder.forClient().build();
    } catch (SSLException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  /**
   * A request that is not sent yet.
   *
   * @param loop on which this is called and everything happens
   * @param head with Content-Length where the length is known, without Host
   * @param length of the body, -1 where only its end will tell
   * @param upgrade fields by which another protocol is asked for; none for none
   */
  public Call call(
      EventLoop loop, RequestHead head, long length, Fields upgrade, Call.Listener listener) {
    var pool = pools.computeIfAbsent(loop, l -> new Pool(this, limits, l));
    return new OriginCall(pool, head, length, upgrade, listener);
  }

  String host(RequestHead head) {
    return keepsHost ? head.authority() : authority;
  }

  Transport transport() {
    return transport;
  }

  String name() {
    return name;
  }

  int port() {
    return port;
  }

  void secure(Channel channel) {
    if (tls != null) {
      channel.pipeline().addLast(tls.newHandler(channel.alloc(), name, port));
    }
  }

  /** Closes the connections that have nothing to do. */
  @Override
  public void close() {
    pools.forEach((loop, pool) -> loop.execute(pool::close));
  }
}
