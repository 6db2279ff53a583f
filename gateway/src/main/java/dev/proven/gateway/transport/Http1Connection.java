package dev.proven.gateway.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection of HTTP/1.1 with a client: one request after the other, answered in their order.
 * What the client sent ahead waits as bytes, and beyond a bound in the client.
 */
final class Http1Connection extends ChannelInboundHandlerAdapter {
  private static final int MOST_AHEAD = 65_536;
  private static final Duration LINGER = Duration.ofSeconds(1);

  private final ServerLimits limits;
  private final String scheme;
  private final Consumer<Exchange> handler;
  private @Nullable ChannelHandlerContext ctx;
  private @Nullable RequestDecoder decoder;
  private @Nullable Deadline deadline;
  private ByteBuf ahead = Unpooled.EMPTY_BUFFER;
  private @Nullable Http1Exchange current;
  private Waiting waiting = Waiting.NOTHING;
  private long unwritten;
  private boolean requestEnded;
  private boolean pumping;
  private boolean inRead;
  private boolean closing;
  private boolean draining;

  /** What the client owes. */
  private enum Waiting {
    NOTHING,
    REQUEST,
    HEAD,
    BODY,
    READING,
    FAREWELL
  }

  Http1Connection(ServerLimits limits, String scheme, Consumer<Exchange> handler) {
    this.limits = limits;
    this.scheme = scheme;
    this.handler = handler;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    ctx = context;
    var local = Addresses.authority(context.channel().localAddress());
    decoder = new RequestDecoder(new RequestHeadParser(scheme, local, limits), limits);
    deadline = new Deadline(context.channel().eventLoop(), this::expired);
    await(Waiting.REQUEST);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    dropAhead();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    var bytes = (ByteBuf) message;
    if (closing) {
      bytes.release();
      return;
    }
    inRead = true;
    ahead = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(context.alloc(), ahead, bytes);
    pump();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    inRead = false;
    context.flush();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    var exchange = current;
    if (exchange != null && context.channel().isWritable()) {
      exchange.writable();
    }
    arm();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    closing = true;
    deadline().never();
    dropAhead();
    leave();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // A broken connection; inactive follows.
    context.close();
  }

  private ChannelHandlerContext ctx() {
    return java.util.Objects.requireNonNull(ctx);
  }

  private Deadline deadline() {
    return java.util.Objects.requireNonNull(deadline);
  }

  Channel channel() {
    return ctx().channel();
  }

  private void dropAhead() {
    var bytes = ahead;
    ahead = Unpooled.EMPTY_BUFFER;
    bytes.release();
  }

  private void leave() {
    var exchange = current;
    current = null;
    if (exchange != null) {
      exchange.left();
    }
  }

  /** Goes on as far as what has come allows. */
  void pump() {
    if (pumping || ctx().isRemoved()) {
      return;
    }
    pumping = true;
    try {
      boolean more = true;
      while (more && !closing) {
        more = step();
      }
    } catch (Refusal refusal) {
      refuse(refusal.status(), refusal.why());
    } finally {
      pumping = false;
    }
    if (!ahead.isReadable()) {
      dropAhead();
    }
    arm();
  }

  private boolean step() throws Refusal {
    var exchange = current;
    if (exchange != null && (requestEnded || !exchange.wantsData())) {
      return false;
    }
    var piece = java.util.Objects.requireNonNull(decoder).next(ahead);
    switch (piece) {
      case null -> {
        return false;
      }
      case RequestDecoder.Head head -> begin(head.incoming());
      case RequestDecoder.Data data -> {
        if (exchange == null) {
          data.bytes().release();
        } else {
          exchange.data(data.bytes());
        }
      }
      case RequestDecoder.End _ -> {
        requestEnded = true;
        if (exchange != null) {
          exchange.dataEnd();
        }
      }
    }
    return true;
  }

  private void begin(Incoming incoming) throws Refusal {
    requestEnded = incoming.length() == 0;
    if (requestEnded) {
      java.util.Objects.requireNonNull(decoder).next(ahead);
    }
    var exchange = new Http1Exchange(this, incoming, Addresses.host(channel().remoteAddress()));
    current = exchange;
    handler.accept(exchange);
  }

  boolean isRequestEnded() {
    return requestEnded;
  }

  boolean isDraining() {
    return draining;
  }

  void write(ByteBuf bytes) {
    ctx().write(bytes, ctx().voidPromise());
  }

  /** At once, or with what else this turn brings. */
  void flush() {
    if (!inRead) {
      ctx().flush();
    }
  }

  /** The answer is complete. */
  void finished(Http1Exchange exchange, boolean close) {
    if (current != exchange) {
      return;
    }
    current = null;
    if (close || draining || !requestEnded) {
      closeAfterWriting(!requestEnded || ahead.isReadable());
    } else {
      flush();
      pump();
    }
  }

  /** The client learns that the answer is not complete. */
  void broken() {
    closing = true;
    if (channel().config() instanceof io.netty.channel.socket.SocketChannelConfig config) {
      config.setSoLinger(0);
    }
    channel().close();
  }

  /** No more requests; the one that is being answered is the last. */
  void drain() {
    draining = true;
    if (current == null && waiting == Waiting.REQUEST) {
      channel().close();
    }
  }

  private void refuse(int status, String why) {
    var exchange = current;
    if (exchange == null) {
      current = null;
      write(ShortAnswers.encoded(ctx().alloc(), status, why));
      closeAfterWriting(true);
    } else if (exchange.hasBegun()) {
      leave();
      broken();
    } else {
      leave();
      write(ShortAnswers.encoded(ctx().alloc(), status, why));
      closeAfterWriting(true);
    }
  }

  /**
   * Closes. A client that is still sending would lose the answer with a plain close, since its
   * bytes would be answered with a reset; so it gets the end first, and a moment.
   */
  private void closeAfterWriting(boolean unread) {
    closing = true;
    dropAhead();
    boolean lingers =
        unread
            && channel() instanceof DuplexChannel
            && channel().pipeline().get(SslHandler.class) == null;
    if (!lingers) {
      ctx().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
      await(Waiting.READING);
      return;
    }
    channel().config().setAutoRead(true);
    ctx()
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(_ -> ((DuplexChannel) channel()).shutdownOutput());
    await(Waiting.FAREWELL);
  }

  private void arm() {
    if (closing || ctx().isRemoved()) {
      return;
    }
    var exchange = current;
    boolean wants = exchange == null || (!requestEnded && exchange.wantsData());
    channel().config().setAutoRead(wants || ahead.readableBytes() < MOST_AHEAD);
    if (exchange == null) {
      boolean between = java.util.Objects.requireNonNull(decoder).isBetween(ahead);
      await(between ? Waiting.REQUEST : Waiting.HEAD);
    } else if (wants) {
      await(Waiting.BODY);
    } else {
      await(channel().isWritable() ? Waiting.NOTHING : Waiting.READING);
    }
  }

  private void await(Waiting next) {
    boolean runs = waiting == next && (next == Waiting.HEAD || next == Waiting.READING);
    waiting = next;
    unwritten = unwritten();
    if (runs) {
      return;
    }
    switch (next) {
      case NOTHING -> deadline().never();
      case REQUEST -> deadline().in(limits.idle());
      case HEAD -> deadline().in(limits.headTime());
      case BODY, READING -> deadline().in(limits.stall());
      case FAREWELL -> deadline().in(LINGER);
    }
  }

  /** What the client has not taken yet. */
  private long unwritten() {
    var buffer = channel().unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes() - buffer.currentProgress();
  }

  private void expired() {
    long before = unwritten;
    unwritten = unwritten();
    if (unwritten > 0 && unwritten < before && waiting != Waiting.FAREWELL) {
      deadline().in(limits.stall());
      return;
    }
    switch (waiting) {
      case NOTHING -> {}
      case REQUEST, READING, FAREWELL -> channel().close();
      case HEAD, BODY -> refuse(408, "The request came too slowly.");
    }
  }

  /** Hands the bare channel over. */
  Detached detach() {
    deadline().never();
    current = null;
    closing = true;
    var bytes = ahead;
    ahead = Unpooled.EMPTY_BUFFER;
    channel().config().setAutoRead(false);
    ctx().flush();
    ctx().pipeline().remove(this);
    return new Detached(channel(), bytes);
  }
}
