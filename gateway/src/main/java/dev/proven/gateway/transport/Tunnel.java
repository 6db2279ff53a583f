package dev.proven.gateway.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Carries bytes from one connection to another, as fast as the other takes them. */
public final class Tunnel extends ChannelInboundHandlerAdapter {
  private final Channel other;

  private Tunnel(Channel other) {
    this.other = other;
  }

  /** Joins two connections that do not speak HTTP any more. */
  public static void between(Detached one, Detached another) {
    one.channel().pipeline().addLast(new Tunnel(another.channel()));
    another.channel().pipeline().addLast(new Tunnel(one.channel()));
    one.channel().writeAndFlush(another.first());
    another.channel().writeAndFlush(one.first());
    one.channel().config().setAutoRead(true);
    another.channel().config().setAutoRead(true);
    if (!one.channel().isActive()) {
      another.channel().close();
    }
    if (!another.channel().isActive()) {
      one.channel().close();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    other.write(message);
    if (!other.isWritable()) {
      ctx.channel().config().setAutoRead(false);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    other.flush();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    other.config().setAutoRead(ctx.channel().isWritable());
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
