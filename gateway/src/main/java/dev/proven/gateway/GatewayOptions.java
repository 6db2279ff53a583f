package dev.proven.gateway;

import dev.proven.gateway.flow.FlowOptions;
import dev.proven.gateway.transport.OriginLimits;
import dev.proven.gateway.transport.ServerLimits;
import dev.proven.gateway.transport.Transport;
import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * All that a gateway needs to know.
 *
 * @param address to listen on; port 0 for any free one
 * @param origin http or https, host and port
 * @param keepsHost whether the origin gets the Host that the client named
 * @param transport how the kernel is asked for bytes
 * @param threads event loops
 * @param tls null for none
 * @param server limits towards clients
 * @param upstream limits towards the origin
 * @param flow about caching
 * @param memory bytes for stored answers
 * @param variants of one URI that are stored
 * @param drain how long requests may still take at the end
 */
public record GatewayOptions(
    InetSocketAddress address,
    URI origin,
    boolean keepsHost,
    Transport transport,
    int threads,
    @Nullable SslContext tls,
    ServerLimits server,
    OriginLimits upstream,
    FlowOptions flow,
    long memory,
    int variants,
    Duration drain) {
  private static final long MEMORY = 268_435_456;
  private static final int VARIANTS = 32;
  private static final Duration DRAIN = Duration.ofSeconds(10);

  /** The usual ones, on the loopback address. */
  public static GatewayOptions of(URI origin, int port) {
    return new GatewayOptions(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        origin,
        true,
        Transport.best(),
        Runtime.getRuntime().availableProcessors(),
        null,
        ServerLimits.STANDARD,
        OriginLimits.STANDARD,
        FlowOptions.STANDARD,
        MEMORY,
        VARIANTS,
        DRAIN);
  }

  /** The same with other limits towards clients. */
  public GatewayOptions with(ServerLimits other) {
    return new GatewayOptions(
        address, origin, keepsHost, transport, threads, tls, other, upstream, flow, memory,
        variants, drain);
  }

  /** The same with other limits towards the origin. */
  public GatewayOptions with(OriginLimits other) {
    return new GatewayOptions(
        address, origin, keepsHost, transport, threads, tls, server, other, flow, memory, variants,
        drain);
  }

  /** The same with other rules of caching. */
  public GatewayOptions with(FlowOptions other) {
    return new GatewayOptions(
        address, origin, keepsHost, transport, threads, tls, server, upstream, other, memory,
        variants, drain);
  }

  /** The same with another transport. */
  public GatewayOptions with(Transport other) {
    return new GatewayOptions(
        address, origin, keepsHost, other, threads, tls, server, upstream, flow, memory, variants,
        drain);
  }

  /** The same over TLS. */
  public GatewayOptions with(SslContext other) {
    return new GatewayOptions(
        address, origin, keepsHost, transport, threads, other, server, upstream, flow, memory,
        variants, drain);
  }
}
