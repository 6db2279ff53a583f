package dev.proven.gateway.transport;

import dev.proven.gateway.cache.Fields;
import dev.proven.gateway.cache.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/** A request on a connection of HTTP/1.1. */
final class Http1Exchange implements Exchange {
  private static final int HEAD = 1024;
  private static final ByteBuf CONTINUE =
      Unpooled.unreleasableBuffer(
          Unpooled.directBuffer().writeBytes(ascii("HTTP/1.1 100 Continue\r\n\r\n")));
  private static final ByteBuf LAST_CHUNK =
      Unpooled.unreleasableBuffer(Unpooled.directBuffer().writeBytes(ascii("0\r\n\r\n")));
  private static final ByteBuf LINE_END =
      Unpooled.unreleasableBuffer(Unpooled.directBuffer().writeBytes(ascii("\r\n")));
  private static final byte[] AGE = ascii("\r\nAge: ");
  private static final byte[] CLOSE = ascii("\r\nConnection: close");
  private static final byte[] END = ascii("\r\n\r\n");

  private final Http1Connection connection;
  private final Incoming incoming;
  private final String peer;
  private @Nullable Listener listener;
  private boolean reads;
  private boolean continued;
  private boolean begun;
  private boolean over;
  private boolean bodyless;
  private boolean chunked;
  private boolean close;
  private long owed = -1;

  Http1Exchange(Http1Connection connection, Incoming incoming, String peer) {
    this.connection = connection;
    this.incoming = incoming;
    this.peer = peer;
    close = !incoming.keepAlive();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }

  @Override
  public RequestHead head() {
    return incoming.head();
  }

  @Override
  public long length() {
    return incoming.length();
  }

  @Override
  public String upgrade() {
    return incoming.upgrade();
  }

  @Override
  public EventLoop loop() {
    return connection.channel().eventLoop();
  }

  @Override
  public String peer() {
    return peer;
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
    reads = on;
    if (over || !on) {
      return;
    }
    if (incoming.expects() && !continued && !begun && !connection.isRequestEnded()) {
      connection.write(CONTINUE.duplicate());
      connection.flush();
    }
    continued = true;
    connection.pump();
  }

  boolean wantsData() {
    return reads;
  }

  boolean hasBegun() {
    return begun;
  }

  void data(ByteBuf bytes) {
    if (listener == null) {
      bytes.release();
    } else {
      listener.data(bytes);
    }
  }

  void dataEnd() {
    if (listener != null) {
      listener.dataEnd();
    }
  }

  void writable() {
    if (listener != null && !over) {
      listener.writable();
    }
  }

  /** The connection has gone. */
  void left() {
    boolean early = !over;
    over = true;
    if (early && listener != null) {
      listener.gone();
    }
  }

  @Override
  public void interim(int status, Fields fields) {
    if (over || begun || !incoming.modern()) {
      return;
    }
    var out = connection.channel().alloc().buffer(HEAD);
    HeadWriter.response(out, status, fields);
    HeadWriter.raw(out, "\r\n");
    connection.write(out);
    connection.flush();
  }

  @Override
  public void head(int status, Fields fields, long length) {
    if (over || begun) {
      return;
    }
    var out = connection.channel().alloc().buffer(HEAD);
    writeHead(out, status, fields, length);
    connection.write(out);
  }

  private void writeHead(ByteBuf out, int status, Fields fields, long length) {
    begun = true;
    close |= connection.isDraining() || !connection.isRequestEnded();
    bodyless = head().method().equals("HEAD") || status == 204 || status == 304;
    owed = bodyless ? 0 : length;
    boolean keepsLength = bodyless && status != 204;
    HeadWriter.response(out, status, keepsLength ? fields : fields.without("content-length"));
    if (!bodyless && length >= 0) {
      HeadWriter.line(out, "Content-Length", length);
    } else if (!bodyless && incoming.modern()) {
      chunked = true;
      HeadWriter.line(out, "Transfer-Encoding", "chunked");
    } else if (!bodyless) {
      close = true;
    }
    if (close) {
      HeadWriter.line(out, "Connection", "close");
    } else if (!incoming.modern()) {
      HeadWriter.line(out, "Connection", "keep-alive");
    }
    HeadWriter.raw(out, "\r\n");
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
    if (chunked) {
      var size = connection.channel().alloc().buffer(16);
      HeadWriter.raw(size, Integer.toHexString(bytes));
      HeadWriter.raw(size, "\r\n");
      connection.write(size);
      connection.write(data);
      connection.write(LINE_END.duplicate());
    } else {
      connection.write(data);
    }
    connection.flush();
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
    if (chunked) {
      connection.write(LAST_CHUNK.duplicate());
    }
    over = true;
    connection.finished(this, close);
  }

  @Override
  public void whole(int status, Fields fields, ByteBuf body) {
    if (over || begun) {
      body.release();
      return;
    }
    var out = connection.channel().alloc().buffer(HEAD);
    var kept = head().method().equals("HEAD") ? withLength(fields, body) : fields;
    writeHead(out, status, kept, body.readableBytes());
    connection.write(out);
    write(body);
    end();
  }

  private static Fields withLength(Fields fields, ByteBuf body) {
    return fields.has("content-length")
        ? fields
        : fields.with("Content-Length", String.valueOf(body.readableBytes()));
  }

  @Override
  public void prepared(PreparedAnswer answer, long age, long ttl) {
    if (over || begun) {
      return;
    }
    begun = true;
    close |= connection.isDraining() || !connection.isRequestEnded() || !incoming.modern();
    var out = connection.channel().alloc().buffer(64);
    ByteBufUtil.writeAscii(out, Long.toString(ttl));
    out.writeBytes(AGE);
    ByteBufUtil.writeAscii(out, Long.toString(age));
    if (close) {
      out.writeBytes(CLOSE);
    }
    out.writeBytes(END);
    connection.write(answer.headPart());
    connection.write(out);
    connection.write(answer.bodyPart());
    over = true;
    connection.finished(this, close);
  }

  @Override
  public void abort() {
    if (!over) {
      over = true;
      connection.broken();
    }
  }

  @Override
  public boolean isWritable() {
    return connection.channel().isWritable();
  }

  @Override
  public Detached detach(Fields fields) {
    over = true;
    var out = connection.channel().alloc().buffer(HEAD);
    HeadWriter.response(out, 101, fields);
    HeadWriter.raw(out, "\r\n");
    connection.write(out);
    return connection.detach();
  }
}
