package dev.proven.gateway.transport;

import dev.proven.gateway.cache.Fields;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * A whole answer to GET, encoded once for all clients of HTTP/1.1. Its memory lies outside the heap
 * and is given back with this object.
 */
public final class PreparedAnswer {
  private static final int HEAD = 1024;

  private final int status;
  private final Fields fields;
  private final String openName;
  private final String openValue;
  private final ByteBuf head;
  private final ByteBuf body;

  /**
   * Encodes it.
   *
   * @param fields without Age
   * @param openName of the last field
   * @param openValue of the last field, at whose end the ttl is to stand
   */
  public PreparedAnswer(
      int status, Fields fields, String openName, String openValue, byte[] bytes) {
    this.status = status;
    this.fields = fields.without("content-length");
    this.openName = openName;
    this.openValue = openValue;
    var encoded = Unpooled.buffer(HEAD);
    HeadWriter.response(encoded, status, this.fields);
    HeadWriter.line(encoded, "Content-Length", bytes.length);
    HeadWriter.text(encoded, openName + ": " + openValue);
    var memory = java.nio.ByteBuffer.allocateDirect(encoded.readableBytes() + bytes.length);
    memory.put(encoded.array(), encoded.arrayOffset(), encoded.readableBytes()).put(bytes).flip();
    var all = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(memory));
    head = all.slice(0, encoded.readableBytes());
    body = all.slice(encoded.readableBytes(), bytes.length);
  }

  int status() {
    return status;
  }

  Fields fields() {
    return fields;
  }

  String openName() {
    return openName;
  }

  String openValue() {
    return openValue;
  }

  /** Head up to where the ttl belongs; not to be released. */
  ByteBuf headPart() {
    return head.duplicate();
  }

  /** The body; not to be released. */
  ByteBuf bodyPart() {
    return body.duplicate();
  }
}
