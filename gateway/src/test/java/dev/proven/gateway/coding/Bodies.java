package dev.proven.gateway.coding;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Bodies for tests, the same in every run. */
final class Bodies {
  private Bodies() {}

  /** Text as an API sends it: names that repeat, values that do not. */
  static byte[] json(int bytes, long seed) {
    var random = new Random(seed);
    var text = new StringBuilder("[");
    while (text.length() < bytes) {
      text.append(
          "{\"id\":%d,\"name\":\"item %d\",\"price\":%.2f},"
              .formatted(
                  random.nextInt(1_000_000), random.nextInt(500), random.nextDouble() * 100));
    }
    return text.substring(0, bytes).getBytes(StandardCharsets.US_ASCII);
  }

  /** Bytes that nothing makes smaller. */
  static byte[] noise(int bytes, long seed) {
    var body = new byte[bytes];
    new Random(seed).nextBytes(body);
    return body;
  }
}
