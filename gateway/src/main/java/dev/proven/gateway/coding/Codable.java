package dev.proven.gateway.coding;

import dev.proven.gateway.cache.CacheControl;
import dev.proven.gateway.cache.Fields;
import dev.proven.gateway.cache.RequestHead;
import dev.proven.gateway.cache.ResponseHead;
import java.util.Locale;
import java.util.Set;

/**
 * Which answers may be coded.
 *
 * @param options what the user has chosen
 */
public record Codable(CodingOptions options) {
  /** They say something of the very bytes that a coding would change (RFC 9530, RFC 1864). */
  private static final Set<String> OF_THE_BYTES =
      Set.of("content-digest", "repr-digest", "digest", "content-md5", "content-range");

  /**
   * Whether an answer has coded variants at all, whoever asks; if so, it needs {@code Vary}.
   *
   * @param bytes of the whole body, -1 where nobody knows
   */
  public boolean hasVariants(ResponseHead answer, long bytes) {
    var fields = answer.fields();
    return !options.preferred().isEmpty()
        && hasBody(answer.status())
        && (bytes < 0 || (bytes >= options.least() && bytes <= options.most()))
        && isPlain(fields)
        && OF_THE_BYTES.stream().noneMatch(fields::has)
        && !CacheControl.of(fields).has("no-transform")
        && fields.first("content-type").filter(this::isText).isPresent();
  }

  /**
   * The coding of the answer to a request, for an answer that has variants. A range is one of the
   * plain bytes: nobody can tell two variants of a coding apart by their entity tag, so no part of
   * one is ever given.
   */
  public Coding choose(RequestHead request) {
    var fields = request.fields();
    boolean plain = fields.has("range") || request.cacheControl().has("no-transform");
    return plain ? Coding.IDENTITY : AcceptEncoding.of(fields).choose(options.preferred());
  }

  private static boolean hasBody(int status) {
    return status >= 200 && status != 204 && status != 205 && status != 206 && status != 304;
  }

  private static boolean isPlain(Fields fields) {
    return fields.all("content-encoding").stream().allMatch("identity"::equalsIgnoreCase);
  }

  /** Events are read one by one while the answer goes on, so they must not wait in a coder. */
  private boolean isText(String contentType) {
    int end = contentType.indexOf(';');
    var type =
        (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    int slash = type.indexOf('/');
    int plus = type.lastIndexOf('+');
    return slash > 0
        && !type.equals("text/event-stream")
        && (options.types().contains(type)
            || options.types().contains(type.substring(0, slash) + "/*")
            || (plus > slash && options.types().contains(type.substring(plus))));
  }
}
