package dev.proven.gateway.coding;

import dev.proven.gateway.cache.Fields;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * One form of a body.
 *
 * @param coding it has
 * @param bytes never changed by anybody
 * @param best whether there will be none better
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by identity, on purpose: it is a large value.
public record Variant(Coding coding, byte[] bytes, boolean best) {
  /** The fields of an answer with this body, for an answer that has variants. */
  public Fields fields(Fields stored) {
    var fields = varying(stored);
    if (coding == Coding.IDENTITY) {
      return fields;
    }
    var tag = fields.first("etag");
    var coded =
        fields
            .without("content-length")
            // Of a coded variant no part is given.
            .without("accept-ranges")
            .set("Content-Encoding", coding.token());
    return tag.isPresent() ? coded.set("ETag", EntityTags.of(tag.get(), coding)) : coded;
  }

  /** With Accept-Encoding in Vary, once. */
  public static Fields varying(Fields fields) {
    var vary = fields.joined("vary").orElse("");
    boolean told =
        Stream.of(vary.split(","))
            .map(name -> name.strip().toLowerCase(Locale.ROOT))
            .anyMatch(name -> name.equals("accept-encoding") || name.equals("*"));
    if (told) {
      return fields;
    }
    return fields.set("Vary", vary.isBlank() ? "Accept-Encoding" : vary + ", Accept-Encoding");
  }
}
