package dev.proven.gateway.transport;

import dev.proven.gateway.cache.Fields;
import dev.proven.gateway.cache.Hop;
import dev.proven.gateway.cache.RequestHead;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Reads the head of a request of HTTP/2, so that it can go on as HTTP/1.1 (RFC 9113 section 8.3).
 */
final class Http2RequestReader {
  static final RequestHead NOBODY = new RequestHead("GET", "http", "", "/", Fields.NONE);

  private static final Set<String> OF_THE_CONNECTION =
      Set.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade");

  private final ServerLimits limits;
  private final String scheme;
  private final Authority authorities = new Authority();

  Http2RequestReader(ServerLimits limits, String scheme) {
    this.limits = limits;
    this.scheme = scheme;
  }

  /**
   * What was read.
   *
   * @param length of the body, -1 where nobody said
   */
  record Read(RequestHead head, long length) {}

  /** A refusal with status 0 is for a request that is malformed. */
  Read read(Http2Headers headers, boolean ends) throws Refusal {
    var lines = new ArrayList<Fields.Field>();
    var cookies = new StringJoiner("; ").setEmptyValue("");
    String host = null;
    long length = ends ? 0 : -1;
    int bytes = 0;
    boolean lengthSeen = false;
    for (Map.Entry<CharSequence, CharSequence> header : headers) {
      var name = header.getKey().toString();
      var value = header.getValue().toString();
      bytes += name.length() + value.length() + 4;
      if (name.startsWith(":")) {
        continue;
      }
      check(name, value);
      switch (name) {
        case "host" -> {
          if (host != null && !host.equals(value)) {
            throw new Refusal(400, "There must be one Host.");
          }
          host = value;
        }
        case "cookie" -> cookies.add(value);
        case "expect", "te" -> {}
        case "content-length" -> {
          long told = Grammar.length(value);
          if (lengthSeen || told < 0 || (ends && told > 0)) {
            throw new Refusal(0, "content-length");
          }
          lengthSeen = true;
          length = told;
          lines.add(new Fields.Field(name, value));
        }
        default -> lines.add(new Fields.Field(name, value));
      }
    }
    if (lines.size() > limits.fields() || bytes > limits.headBytes()) {
      throw new Refusal(431, "The head is too long.");
    }
    if (length > limits.bodyBytes()) {
      throw new Refusal(413, "The body is too long.");
    }
    if (cookies.length() > 0) {
      lines.add(new Fields.Field("cookie", cookies.toString()));
    }
    return new Read(head(headers, host, Hop.stripped(Fields.of(lines))), length);
  }

  private static void check(String name, String value) throws Refusal {
    boolean sound =
        Grammar.isToken(name)
            && name.chars().noneMatch(c -> c >= 'A' && c <= 'Z')
            && Grammar.isValue(value)
            && !OF_THE_CONNECTION.contains(name)
            && (!name.equals("te") || value.equals("trailers"));
    if (!sound) {
      throw new Refusal(0, "field");
    }
  }

  private RequestHead head(Http2Headers headers, @Nullable String host, Fields fields)
      throws Refusal {
    var method = text(headers.method());
    var target = text(headers.path());
    if (method.equals("CONNECT")) {
      throw new Refusal(501, "This is no proxy for CONNECT.");
    }
    if (!Grammar.isToken(method) || !Grammar.isTarget(target)) {
      throw new Refusal(0, "request");
    }
    if (target.length() > limits.lineBytes()) {
      throw new Refusal(414, "The target is too long.");
    }
    if (!text(headers.scheme()).equals(scheme)) {
      throw new Refusal(400, "The scheme is not the one of this connection.");
    }
    boolean path = target.startsWith("/") || (target.equals("*") && method.equals("OPTIONS"));
    var named = headers.authority() == null ? host : text(headers.authority());
    if (!path || named == null) {
      throw new Refusal(400, "There is no path or no authority.");
    }
    var authority = authorities.of(named);
    if (host != null && !authorities.of(host).equals(authority)) {
      throw new Refusal(400, "The authority and Host differ.");
    }
    return new RequestHead(method, scheme, authority, target, fields);
  }

  private static String text(@Nullable CharSequence text) {
    return text == null ? "" : text.toString();
  }
}
