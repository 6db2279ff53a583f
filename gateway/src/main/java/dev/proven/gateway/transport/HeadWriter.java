package dev.proven.gateway.transport;

import dev.proven.gateway.cache.Fields;
import dev.proven.gateway.cache.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpResponseStatus;

/** Writes the heads of HTTP/1.1, one byte for each character. */
final class HeadWriter {
  private static final int BLANK = ' ';

  private HeadWriter() {}

  /** A request line and its fields, the empty line included. */
  static void request(ByteBuf out, RequestHead head, String host, String framing) {
    text(out, head.method());
    out.writeByte(BLANK);
    text(out, head.target());
    raw(out, " HTTP/1.1\r\n");
    line(out, "Host", host);
    fields(out, head.fields());
    raw(out, framing);
    raw(out, "\r\n");
  }

  /** A status line and fields, without the empty line. */
  static void response(ByteBuf out, int status, Fields fields) {
    raw(out, "HTTP/1.1 ");
    text(out, String.valueOf(status));
    out.writeByte(BLANK);
    text(out, HttpResponseStatus.valueOf(status).reasonPhrase());
    raw(out, "\r\n");
    fields(out, fields);
  }

  private static void fields(ByteBuf out, Fields fields) {
    for (Fields.Field field : fields) {
      line(out, field.name(), field.value());
    }
  }

  static void line(ByteBuf out, String name, String value) {
    text(out, name);
    out.writeByte(':').writeByte(BLANK);
    text(out, value);
    out.writeByte('\r').writeByte('\n');
  }

  static void line(ByteBuf out, String name, long value) {
    line(out, name, String.valueOf(value));
  }

  /** Text of this class, or what was written with it. */
  static void raw(ByteBuf out, String text) {
    ByteBufUtil.writeAscii(out, text);
  }

  /** What would end a line too early can only come out of a damaged store, and becomes a blank. */
  static void text(ByteBuf out, String text) {
    out.ensureWritable(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.writeByte(c == '\r' || c == '\n' || c == 0 || c > 255 ? BLANK : c);
    }
  }
}
