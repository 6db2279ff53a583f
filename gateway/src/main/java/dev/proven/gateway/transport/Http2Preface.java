package dev.proven.gateway.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Tells HTTP/2 with prior knowledge from HTTP/1.1 by the first bytes (RFC 9113 section 3.4). */
final class Http2Preface extends ByteToMessageDecoder {
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final ServerLimits limits;
  private final Consumer<Exchange> handler;

  Http2Preface(ServerLimits limits, Consumer<Exchange> handler) {
    this.limits = limits;
    this.handler = handler;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    ctx.executor()
        .schedule(
            () -> {
              if (!ctx.isRemoved()) {
                ctx.close();
              }
            },
            limits.headTime().toMillis(),
            TimeUnit.MILLISECONDS);
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    int bytes = Math.min(in.readableBytes(), PREFACE.length);
    for (int i = 0; i < bytes; i++) {
      if (in.getByte(in.readerIndex() + i) != PREFACE[i]) {
        Protocols.http1(ctx.pipeline(), limits, "http", handler);
        ctx.pipeline().remove(this);
        return;
      }
    }
    if (bytes == PREFACE.length) {
      Protocols.http2(ctx.pipeline(), limits, "http", handler);
      ctx.pipeline().remove(this);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
