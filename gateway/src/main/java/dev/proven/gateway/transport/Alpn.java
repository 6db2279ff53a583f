package dev.proven.gateway.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import java.util.function.Consumer;

/** Speaks the protocol that client and server agreed upon in TLS (RFC 7301). */
final class Alpn extends ApplicationProtocolNegotiationHandler {
  private final ServerLimits limits;
  private final Consumer<Exchange> handler;

  Alpn(ServerLimits limits, Consumer<Exchange> handler) {
    super(ApplicationProtocolNames.HTTP_1_1);
    this.limits = limits;
    this.handler = handler;
  }

  @Override
  protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
    if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
      Protocols.http2(ctx.pipeline(), limits, "https", handler);
    } else {
      Protocols.http1(ctx.pipeline(), limits, "https", handler);
    }
  }

  @Override
  protected void handshakeFailure(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
