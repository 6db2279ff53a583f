package dev.proven.gateway.transport;

import dev.proven.gateway.cache.Fields;
import dev.proven.gateway.cache.HttpDate;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;

/** Answers of the gateway itself: a status and a sentence. */
public final class ShortAnswers {
  private static final int HEAD = 256;

  private ShortAnswers() {}

  /** The fields of one. */
  public static Fields fields() {
    return Fields.of(
        "Content-Type",
        "text/plain; charset=utf-8",
        "Cache-Control",
        "no-store",
        "Date",
        HttpDate.format(System.currentTimeMillis()));
  }

  /** The body of one. */
  public static byte[] body(String why) {
    return (why + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Gives one. */
  public static void give(Exchange exchange, int status, String why) {
    exchange.whole(status, fields(), io.netty.buffer.Unpooled.wrappedBuffer(body(why)));
  }

  /** One after which the connection is closed. */
  static ByteBuf encoded(ByteBufAllocator allocator, int status, String why) {
    var out = allocator.buffer(HEAD);
    var body = body(why);
    HeadWriter.response(out, status, fields().with("Connection", "close"));
    HeadWriter.line(out, "Content-Length", body.length);
    HeadWriter.raw(out, "\r\n");
    return out.writeBytes(body);
  }
}
