package dev.proven.gateway.store;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes numbers and texts one after another, each text after its length. */
final class BytesOut {
  private final ByteArrayOutputStream out;

  BytesOut(int size) {
    out = new ByteArrayOutputStream(size);
  }

  BytesOut number(int number) {
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
    return this;
  }

  BytesOut longer(long number) {
    out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    return this;
  }

  BytesOut text(String text) {
    return bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  BytesOut bytes(byte[] bytes) {
    number(bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  byte[] all() {
    return out.toByteArray();
  }
}
