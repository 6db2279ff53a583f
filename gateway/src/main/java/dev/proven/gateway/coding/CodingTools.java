package dev.proven.gateway.coding;

/**
 * What bodies are coded with.
 *
 * @param coders that work here
 * @param options limited to these coders
 * @param workshop for larger and for better variants
 * @param inline bytes of the largest body that is coded at once, in the thread that asks
 */
public record CodingTools(Coders coders, CodingOptions options, Workshop workshop, int inline)
    implements AutoCloseable {
  private static final int INLINE = 32 << 10;

  /** The usual ones. */
  public static CodingTools of(Coders coders, CodingOptions options) {
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    return new CodingTools(coders, coders.limited(options), new Workshop(threads, 256), INLINE);
  }

  @Override
  public void close() {
    workshop.close();
  }
}
