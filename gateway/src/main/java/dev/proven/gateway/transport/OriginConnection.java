package dev.proven.gateway.transport;

import dev.proven.gateway.cache.Fields;
import dev.proven.gateway.cache.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A connection to the origin: idle in its pool, or busy with one call. */
final class OriginConnection extends ChannelInboundHandlerAdapter {
  private static final int HEAD = 1024;
  private static final Pattern TIMEOUT = Pattern.compile("(?:^|[,;\\s])timeout=([0-9]{1,6})");

  private final Pool pool;
  private final OriginLimits limits;
  private final AnswerDecoder decoder;
  private final Channel channel;
  private final Deadline deadline;
  private @Nullable OriginCall call;
  private Duration idle;
  private boolean asked;
  private boolean headCame;
  private boolean keepAlive;
  private boolean interim;

  OriginConnection(Pool pool, OriginLimits limits, AnswerDecoder decoder, Channel channel) {
    this.pool = pool;
    this.limits = limits;
    this.decoder = decoder;
    this.channel = channel;
    idle = limits.idle();
    deadline = new Deadline(channel.eventLoop(), this::expired);
  }

  boolean isUsable() {
    return channel.isActive() && call == null;
  }

  boolean isWritable() {
    return channel.isWritable();
  }

  void begin(OriginCall next) {
    call = next;
    asked = false;
    headCame = false;
    keepAlive = false;
    interim = false;
    decoder.expect(next.head().method().equals("HEAD"));
    var out = channel.alloc().buffer(HEAD);
    HeadWriter.request(out, next.head(), pool.host(next.head()), framing(next));
    channel.writeAndFlush(out);
    deadline.in(limits.answerTime());
    if (next.length() == 0) {
      asked = true;
    }
  }

  private static String framing(OriginCall next) {
    if (!next.upgrade().lines().isEmpty()) {
      var upgrade = new StringBuilder();
      for (Fields.Field field : next.upgrade()) {
        upgrade.append(field.name()).append(": ").append(field.value()).append("\r\n");
      }
      return upgrade.toString();
    }
    if (next.length() < 0) {
      return "Transfer-Encoding: chunked\r\n";
    }
    boolean told = next.head().fields().has("content-length");
    boolean meaning =
        switch (next.head().method()) {
          case "POST", "PUT", "PATCH" -> true;
          default -> next.length() > 0;
        };
    return told || !meaning ? "" : "Content-Length: " + next.length() + "\r\n";
  }

  void body(ByteBuf data) {
    var current = call;
    if (current == null || asked || !data.isReadable()) {
      data.release();
      return;
    }
    if (current.length() < 0) {
      var size = channel.alloc().buffer(16);
      HeadWriter.raw(size, Integer.toHexString(data.readableBytes()) + "\r\n");
      channel.write(size);
      channel.write(data);
      data = Unpooled.wrappedBuffer(new byte[] {'\r', '\n'});
    }
    channel.writeAndFlush(data);
    deadline.in(limits.answerTime());
  }

  void bodyEnd() {
    if (!asked && call != null) {
      asked = true;
      if (call.length() < 0) {
        channel.writeAndFlush(
            Unpooled.copiedBuffer("0\r\n\r\n", java.nio.charset.StandardCharsets.US_ASCII));
      }
      deadline.in(limits.answerTime());
    }
  }

  void read(boolean on) {
    channel.config().setAutoRead(on);
    if (headCame && call != null) {
      if (on) {
        deadline.in(limits.stall());
      } else {
        deadline.never();
      }
    }
  }

  void cancel() {
    call = null;
    channel.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    var current = call;
    if (current == null) {
      // Nobody asked.
      ReferenceCountUtil.release(message);
      channel.close();
      return;
    }
    if (message instanceof HttpObject object && object.decoderResult().isFailure()) {
      ReferenceCountUtil.release(message);
      boolean broke =
          object.decoderResult().cause()
              instanceof io.netty.handler.codec.PrematureChannelClosureException;
      fail(broke ? Call.Failure.BROKEN : Call.Failure.MALFORMED);
      return;
    }
    if (message instanceof HttpResponse response) {
      head(current, response);
    }
    if (message instanceof HttpContent content) {
      content(current, content);
    } else if (!(message instanceof HttpObject)) {
      ReferenceCountUtil.release(message);
      fail(Call.Failure.MALFORMED);
    }
  }

  private void head(OriginCall current, HttpResponse response) {
    int status = response.status().code();
    var fields = fields(response.headers());
    interim = status < 200;
    if (status == 101) {
      if (current.upgrade().lines().isEmpty()) {
        fail(Call.Failure.MALFORMED);
      } else {
        deadline.never();
        current.switched(fields);
      }
      return;
    }
    if (interim) {
      deadline.in(limits.answerTime());
      if (status > 101) {
        current.interim(status, fields);
      }
      return;
    }
    headCame = true;
    deadline.in(limits.stall());
    keepAlive = HttpUtil.isKeepAlive(response) && hasEnd(current, response);
    idle = idle(fields);
    boolean chunked = HttpUtil.isTransferEncodingChunked(response);
    if (fields.has("transfer-encoding") && !onlyChunked(fields)) {
      fail(Call.Failure.MALFORMED);
      return;
    }
    long length = chunked ? -1 : HttpUtil.getContentLength(response, -1L);
    boolean empty = current.head().method().equals("HEAD") || status == 204 || status == 304;
    current.answered(new ResponseHead(status, fields), empty ? 0 : length);
  }

  private static boolean onlyChunked(Fields fields) {
    return fields.joined("transfer-encoding").orElse("").equalsIgnoreCase("chunked");
  }

  /** Whether the end of the answer can be seen without the end of the connection. */
  private static boolean hasEnd(OriginCall current, HttpResponse response) {
    int status = response.status().code();
    return HttpUtil.isTransferEncodingChunked(response)
        || HttpUtil.isContentLengthSet(response)
        || status == 204
        || status == 304
        || current.head().method().equals("HEAD");
  }

  private Duration idle(Fields fields) {
    var told = TIMEOUT.matcher(fields.joined("keep-alive").orElse("").toLowerCase(Locale.ROOT));
    if (!told.find()) {
      return limits.idle();
    }
    // A second earlier than the origin: what it closes meanwhile must not be lost.
    var kept = Duration.ofMillis(Math.max(0, Long.parseLong(told.group(1)) * 1000 - 1000));
    return kept.compareTo(limits.idle()) < 0 ? kept : limits.idle();
  }

  private static Fields fields(HttpHeaders headers) {
    var lines = new ArrayList<Fields.Field>(headers.size());
    headers
        .iteratorAsString()
        .forEachRemaining(h -> lines.add(new Fields.Field(h.getKey(), h.getValue().strip())));
    return Fields.of(lines);
  }

  private void content(OriginCall current, HttpContent content) {
    if (call != current) {
      content.release();
      return;
    }
    if (interim) {
      content.release();
      return;
    }
    var bytes = content.content();
    if (bytes.isReadable()) {
      if (channel.config().isAutoRead()) {
        deadline.in(limits.stall());
      }
      current.data(bytes);
    } else {
      content.release();
    }
    if (content instanceof LastHttpContent && call == current) {
      ended(current);
    }
  }

  private void ended(OriginCall current) {
    call = null;
    channel.config().setAutoRead(true);
    if (decoder.isClean() && keepAlive && asked && channel.isActive() && !idle.isZero()) {
      deadline.in(idle);
      pool.free(this);
    } else {
      deadline.never();
      channel.close();
    }
    current.ended();
  }

  private void fail(Call.Failure failure) {
    var current = call;
    call = null;
    deadline.never();
    channel.close();
    if (current != null) {
      current.fail(failure);
    }
  }

  private void expired() {
    fail(Call.Failure.TIMEOUT);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (call != null && channel.isWritable()) {
      call.writable();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    fail(Call.Failure.BROKEN);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    fail(Call.Failure.BROKEN);
  }

  void close() {
    channel.close();
  }

  Detached detach() {
    deadline.never();
    call = null;
    channel.config().setAutoRead(false);
    var pipeline = channel.pipeline();
    var first = new FirstBytes();
    pipeline.addLast(first);
    pipeline.remove(this);
    pipeline.remove(decoder);
    pipeline.remove(first);
    return new Detached(channel, first.bytes());
  }

  /** Keeps what came right behind the last head. */
  private static final class FirstBytes extends ChannelInboundHandlerAdapter {
    private ByteBuf bytes = Unpooled.EMPTY_BUFFER;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (message instanceof ByteBuf more) {
        bytes = bytes.isReadable() ? Unpooled.wrappedBuffer(bytes, more) : more;
      } else {
        ReferenceCountUtil.release(message);
      }
    }

    ByteBuf bytes() {
      return bytes;
    }
  }
}
