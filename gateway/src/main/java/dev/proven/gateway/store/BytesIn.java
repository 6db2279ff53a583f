package dev.proven.gateway.store;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads what {@link BytesOut} wrote. No length is believed: what is not there ends in a {@link
 * BufferUnderflowException} before anything is allocated for it.
 */
final class BytesIn {
  private final ByteBuffer in;

  BytesIn(ByteBuffer in) {
    this.in = in;
  }

  long longer() {
    return in.getLong();
  }

  int number(int least, int most) {
    int number = in.getInt();
    if (number < least || number > most) {
      throw new IllegalArgumentException("out of bounds");
    }
    return number;
  }

  String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  byte[] bytes() {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    var bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  boolean isAtEnd() {
    return !in.hasRemaining();
  }
}
