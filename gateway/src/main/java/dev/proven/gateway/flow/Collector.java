package dev.proven.gateway.flow;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** Gathers a body, up to a bound. */
final class Collector {
  private static final int FIRST = 8192;

  private final int most;
  private byte[] bytes;
  private int size;
  private boolean overflown;

  /**
   * An empty one.
   *
   * @param expected bytes, -1 where nobody knows
   * @param most bytes
   */
  Collector(long expected, int most) {
    this.most = most;
    bytes = new byte[(int) Math.min(Math.max(expected, 0), FIRST)];
    overflown = expected > most;
  }

  /** Copies what can be read, and leaves it to be read. */
  void add(ByteBuf data) {
    int more = data.readableBytes();
    if (overflown || more > most - size) {
      overflown = true;
      bytes = new byte[0];
      size = 0;
      return;
    }
    if (size + more > bytes.length) {
      long twice = Math.max(2L * bytes.length, size + (long) more);
      bytes = Arrays.copyOf(bytes, (int) Math.min(most, twice));
    }
    data.getBytes(data.readerIndex(), bytes, size, more);
    size += more;
  }

  /** Whether it was too much. */
  boolean isOverflown() {
    return overflown;
  }

  /** How many bytes there are. */
  int size() {
    return size;
  }

  byte[] bytes() {
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }
}
