package dev.proven.gateway.coding;

import java.util.Optional;

/** A content coding (RFC 9110 section 8.4.1, RFC 7932, RFC 8878). */
public enum Coding {
  /** The body as it is. */
  IDENTITY("identity", 0, 0),
  GZIP("gzip", 6, 9),
  BR("br", 4, 11),
  /** From level 20 on it would need more than the 8 MB of memory that RFC 9659 grants. */
  ZSTD("zstd", 3, 19);

  private final String token;
  private final int cheap;
  private final int best;

  Coding(String token, int cheap, int best) {
    this.token = token;
    this.cheap = cheap;
    this.best = best;
  }

  /** As Content-Encoding has it. */
  public String token() {
    return token;
  }

  /** The level for a body that somebody waits for. */
  public int cheap() {
    return cheap;
  }

  /** The level for a body that is given often. */
  public int best() {
    return best;
  }

  /** By its name in a field, in any case; {@code x-gzip} is gzip (RFC 9110 section 8.4.1.3). */
  public static Optional<Coding> of(String name) {
    if (name.equalsIgnoreCase("x-gzip")) {
      return Optional.of(GZIP);
    }
    for (var coding : values()) {
      if (coding.token.equalsIgnoreCase(name)) {
        return Optional.of(coding);
      }
    }
    return Optional.empty();
  }
}
