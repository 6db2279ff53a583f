package dev.proven.gateway.coding;

import java.util.List;
import java.util.Set;

/**
 * What a user may choose about codings.
 *
 * @param preferred the codings in use, the best first
 * @param types media types that are coded: whole ones, {@code text/*}, or {@code +json} for all
 *     that end so; in small letters
 * @param least bytes of the smallest body that is coded
 * @param most bytes of the largest body that is coded as a whole
 * @param hot how often a variant is given before the best one is made
 * @param mostBest bytes of the largest body of which the best variant is made
 */
public record CodingOptions(
    List<Coding> preferred, Set<String> types, int least, int most, int hot, int mostBest) {
  /** What gains by coding, with brotli before zstd before gzip. */
  public static final CodingOptions STANDARD =
      new CodingOptions(
          List.of(Coding.BR, Coding.ZSTD, Coding.GZIP),
          Set.of(
              "text/*",
              "application/json",
              "application/javascript",
              "application/ecmascript",
              "application/xml",
              "application/wasm",
              "application/x-ndjson",
              "application/graphql",
              "application/yaml",
              "application/sql",
              "application/x-javascript",
              "application/vnd.ms-fontobject",
              "font/ttf",
              "font/otf",
              "image/bmp",
              "image/x-icon",
              "image/vnd.microsoft.icon",
              "+json",
              "+xml",
              "+yaml"),
          1024,
          16 << 20,
          32,
          1 << 20);

  /** Nothing is ever coded. */
  public static final CodingOptions OFF =
      new CodingOptions(List.of(), Set.of(), Integer.MAX_VALUE, 0, Integer.MAX_VALUE, 0);

  /** Checks and copies. */
  public CodingOptions {
    preferred = List.copyOf(preferred);
    types = Set.copyOf(types);
    if (least < 0 || most < 0 || hot < 1 || mostBest < 0) {
      throw new IllegalArgumentException("sizes are 0 or more, and hot is 1 or more");
    }
  }

  /** The same with other codings, as those that this machine can make. */
  public CodingOptions with(List<Coding> codings) {
    return new CodingOptions(codings, types, least, most, hot, mostBest);
  }
}
