package dev.proven.gateway.transport;

import dev.proven.gateway.cache.Fields;
import dev.proven.gateway.cache.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A request on a stream of HTTP/2 (RFC 9113 section 8). */
final class Http2Exchange extends ChannelInboundHandlerAdapter implements Exchange {
  private final ServerLimits limits;
  private final Http2RequestReader reader;
  private final Consumer<Exchange> handler;
  private @Nullable ChannelHandlerContext ctx;
  private @Nullable Deadline deadline;
  private @Nullable RequestHead head;
  private @Nullable Listener listener;
  private ByteBuf early = Unpooled.EMPTY_BUFFER;
  private long length;
  private long received;
  private long owed = -1;
  private boolean requestEnded;
  private boolean reads;
  private boolean begun;
  private boolean over;
  private boolean bodyless;

  Http2Exchange(ServerLimits limits, Http2RequestReader reader, Consumer<Exchange> handler) {
    this.limits = limits;
    this.reader = reader;
    this.handler = handler;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    ctx = context;
    deadline = new Deadline(context.channel().eventLoop(), this::abort);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    switch (message) {
      case Http2HeadersFrame frame -> headers(frame);
      case Http2DataFrame frame -> data(frame);
      case Http2ResetFrame _ -> left();
      default -> ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof Http2ResetFrame) {
      left();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    left();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    left();
    context.close();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    arm();
    if (context.channel().isWritable() && listener != null && !over) {
      listener.writable();
    }
  }

  private ChannelHandlerContext ctx() {
    return java.util.Objects.requireNonNull(ctx);
  }

  private void headers(Http2HeadersFrame frame) {
    if (head != null) {
      // Trailers: nobody needs them, but they are the end.
      ended();
      return;
    }
    try {
      var read = reader.read(frame.headers(), frame.isEndStream());
      head = read.head();
      length = read.length();
      requestEnded = frame.isEndStream();
      if (!requestEnded) {
        ctx().channel().config().setAutoRead(false);
      }
      arm();
      handler.accept(this);
    } catch (Refusal refusal) {
      head = Http2RequestReader.NOBODY;
      if (refusal.status() == 0) {
        abort(Http2Error.PROTOCOL_ERROR);
      } else {
        ShortAnswers.give(this, refusal.status(), refusal.why());
      }
    }
  }

  private void data(Http2DataFrame frame) {
    var bytes = frame.content();
    received += bytes.readableBytes();
    boolean wrong = length >= 0 && received > length;
    if (over || wrong || received > limits.bodyBytes()) {
      frame.release();
      if (!over) {
        refuse(wrong);
      }
      return;
    }
    if (!bytes.isReadable()) {
      frame.release();
    } else if (reads && listener != null) {
      arm();
      listener.data(bytes);
    } else {
      early = early.isReadable() ? Unpooled.wrappedBuffer(early, bytes) : bytes;
    }
    if (frame.isEndStream()) {
      ended();
    }
  }

  private void refuse(boolean malformed) {
    var heard = listener;
    listener = null;
    if (malformed || begun) {
      abort(Http2Error.PROTOCOL_ERROR);
    } else {
      ShortAnswers.give(this, 413, "The body is too long.");
    }
    if (heard != null) {
      heard.gone();
    }
  }

  private void ended() {
    if (over) {
      return;
    }
    if (length >= 0 && received != length) {
      refuse(true);
      return;
    }
    requestEnded = true;
    arm();
    tellEnd();
  }

  private void tellEnd() {
    if (requestEnded && reads && listener != null && !early.isReadable()) {
      listener.dataEnd();
    }
  }

  private void left() {
    boolean before = !over;
    over = true;
    java.util.Objects.requireNonNull(deadline).never();
    early.release();
    early = Unpooled.EMPTY_BUFFER;
    if (before && listener != null) {
      listener.gone();
    }
  }

  private void arm() {
    var timer = java.util.Objects.requireNonNull(deadline);
    boolean owes = (!requestEnded && reads) || (begun && !ctx().channel().isWritable());
    if (over || !owes) {
      timer.never();
    } else {
      timer.in(limits.stall());
    }
  }

  @Override
  public RequestHead head() {
    return java.util.Objects.requireNonNull(head);
  }

  @Override
  public long length() {
    return requestEnded && received == 0 ? 0 : length;
  }

  @Override
  public String upgrade() {
    return "";
  }

  @Override
  public EventLoop loop() {
    return ctx().channel().eventLoop();
  }

  @Override
  public String peer() {
    return Addresses.host(ctx().channel().parent().remoteAddress());
  }

  @Override
  public void listen(Listener other) {
    listener = other;
    if (over) {
      other.gone();
    }
  }

  @Override
  public void read(boolean on) {
    if (over) {
      return;
    }
    reads = on;
    ctx().channel().config().setAutoRead(on);
    if (on && listener != null) {
      var bytes = early;
      early = Unpooled.EMPTY_BUFFER;
      if (bytes.isReadable()) {
        listener.data(bytes);
      }
      tellEnd();
    }
    arm();
  }

  @Override
  public void interim(int status, Fields fields) {
    if (!over && !begun) {
      ctx().writeAndFlush(new DefaultHttp2HeadersFrame(headers(status, fields), false));
    }
  }

  @Override
  public void head(int status, Fields fields, long size) {
    if (!over && !begun) {
      writeHead(status, fields, size, false);
    }
  }

  private void writeHead(int status, Fields fields, long size, boolean last) {
    begun = true;
    bodyless = head().method().equals("HEAD") || status == 204 || status == 304;
    owed = bodyless ? 0 : size;
    var headers = headers(status, bodyless ? fields : fields.without("content-length"));
    if (status == 204) {
      headers.remove("content-length");
    }
    if (!bodyless && size >= 0) {
      headers.setLong("content-length", size);
    }
    ctx().write(new DefaultHttp2HeadersFrame(headers, last || bodyless));
  }

  private static DefaultHttp2Headers headers(int status, Fields fields) {
    var headers = new DefaultHttp2Headers(false);
    headers.status(String.valueOf(status));
    for (Fields.Field field : fields) {
      headers.add(field.name().toLowerCase(Locale.ROOT), field.value());
    }
    return headers;
  }

  @Override
  public void write(ByteBuf data) {
    int bytes = data.readableBytes();
    if (over || bodyless || bytes == 0) {
      data.release();
      return;
    }
    if (owed >= 0) {
      if (bytes > owed) {
        data.release();
        abort();
        return;
      }
      owed -= bytes;
    }
    ctx().writeAndFlush(new DefaultHttp2DataFrame(data, false));
    arm();
  }

  @Override
  public void end() {
    if (over) {
      return;
    }
    if (!begun || owed > 0) {
      abort();
      return;
    }
    if (bodyless) {
      ctx().flush();
    } else {
      ctx().writeAndFlush(new DefaultHttp2DataFrame(true));
    }
    finish();
  }

  private void finish() {
    over = true;
    java.util.Objects.requireNonNull(deadline).never();
    early.release();
    early = Unpooled.EMPTY_BUFFER;
    if (!requestEnded) {
      // The client need not send the rest (RFC 9113 section 8.1).
      ctx().writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR));
    }
  }

  @Override
  public void whole(int status, Fields fields, ByteBuf body) {
    if (over || begun) {
      body.release();
      return;
    }
    boolean empty = !body.isReadable();
    var lengthened =
        head().method().equals("HEAD") && !fields.has("content-length")
            ? fields.with("Content-Length", String.valueOf(body.readableBytes()))
            : fields;
    writeHead(status, lengthened, body.readableBytes(), empty);
    if (bodyless || empty) {
      body.release();
      ctx().flush();
    } else {
      ctx().writeAndFlush(new DefaultHttp2DataFrame(body, true));
    }
    finish();
  }

  @Override
  public void prepared(PreparedAnswer answer, long age, long ttl) {
    var fields = answer.fields().with(answer.openName(), answer.openValue() + ttl);
    whole(answer.status(), fields.with("Age", String.valueOf(age)), answer.bodyPart());
  }

  @Override
  public void abort() {
    abort(Http2Error.INTERNAL_ERROR);
  }

  private void abort(Http2Error error) {
    if (over) {
      return;
    }
    ctx().writeAndFlush(new DefaultHttp2ResetFrame(error));
    left();
  }

  @Override
  public boolean isWritable() {
    return ctx().channel().isWritable();
  }

  @Override
  public Detached detach(Fields fields) {
    throw new IllegalStateException("streams of HTTP/2 are not handed out");
  }
}
