package dev.proven.gateway.transport;

import dev.proven.gateway.cache.Fields;
import dev.proven.gateway.cache.Hop;
import dev.proven.gateway.cache.RequestHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Makes a head of lines, strictly: what two parsers could read in two ways is refused. */
final class RequestHeadParser {
  private static final Pattern HTTP_1 = Pattern.compile("HTTP/1\\.[0-9]");
  private static final int LONGEST_METHOD = 64;

  private final String scheme;
  private final String defaultAuthority;
  private final ServerLimits limits;
  private final Authority authorities = new Authority();
  private final List<Fields.Field> lines = new ArrayList<>();
  private String method = "";
  private String target = "";
  private boolean modern;

  /**
   * For one connection.
   *
   * @param defaultAuthority of requests of HTTP/1.0 without Host
   */
  RequestHeadParser(String scheme, String defaultAuthority, ServerLimits limits) {
    this.scheme = scheme;
    this.defaultAuthority = defaultAuthority;
    this.limits = limits;
  }

  void requestLine(String line) throws Refusal {
    lines.clear();
    int first = line.indexOf(' ');
    int second = line.indexOf(' ', first + 1);
    if (first <= 0 || second < 0) {
      throw new Refusal(400, "The request line has no three parts.");
    }
    method = line.substring(0, first);
    target = line.substring(first + 1, second);
    var version = line.substring(second + 1);
    if (!Grammar.isToken(method) || method.length() > LONGEST_METHOD) {
      throw new Refusal(400, "The method is no token.");
    }
    if (!Grammar.isTarget(target)) {
      throw new Refusal(400, "The target is none.");
    }
    if (!version.equals("HTTP/1.1") && !HTTP_1.matcher(version).matches()) {
      throw version.startsWith("HTTP/") && !version.contains(" ")
          ? new Refusal(505, "HTTP/1.1 and HTTP/2 are spoken here.")
          : new Refusal(400, "The request line has no version.");
    }
    modern = !version.equals("HTTP/1.0");
  }

  void fieldLine(String line) throws Refusal {
    int colon = line.indexOf(':');
    var name = colon < 0 ? "" : line.substring(0, colon);
    if (!Grammar.isToken(name)) {
      throw new Refusal(400, "A field has no proper name.");
    }
    var value = trimmed(line, colon + 1);
    if (!Grammar.isValue(value)) {
      throw new Refusal(400, "A field has control characters.");
    }
    if (lines.size() >= limits.fields()) {
      throw new Refusal(431, "There are too many fields.");
    }
    lines.add(new Fields.Field(name, value));
  }

  private static String trimmed(String line, int from) {
    int start = from;
    int end = line.length();
    while (start < end && isBlank(line.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(line.charAt(end - 1))) {
      end--;
    }
    return line.substring(start, end);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  Incoming end() throws Refusal {
    var fields = Fields.of(lines);
    if (method.equals("CONNECT")) {
      throw new Refusal(501, "This is no proxy for CONNECT.");
    }
    long length = length(fields);
    var authority = authority(fields);
    var connection = fields.joined("connection").orElse("").toLowerCase(Locale.ROOT);
    boolean keepAlive = modern ? !names(connection, "close") : names(connection, "keep-alive");
    var expect = fields.first("expect").orElse("");
    if (!expect.isEmpty() && !expect.equalsIgnoreCase("100-continue")) {
      throw new Refusal(417, "Nothing but 100-continue can be expected.");
    }
    var upgrade =
        names(connection, "upgrade")
            ? fields.first("upgrade").orElse("").toLowerCase(Locale.ROOT)
            : "";
    var kept = Hop.stripped(fields).filtered(f -> !isOfTheMessage(f.name()));
    return new Incoming(
        new RequestHead(method, scheme, authority, target, kept),
        length,
        modern,
        keepAlive,
        modern && !expect.isEmpty(),
        upgrade);
  }

  private static boolean isOfTheMessage(String name) {
    return name.equalsIgnoreCase("host") || name.equalsIgnoreCase("expect");
  }

  private static boolean names(String connection, String option) {
    if (connection.isEmpty()) {
      return false;
    }
    for (String member : connection.split(",", -1)) {
      if (member.strip().equals(option)) {
        return true;
      }
    }
    return false;
  }

  private long length(Fields fields) throws Refusal {
    var codings = fields.all("transfer-encoding");
    var lengths = fields.all("content-length");
    if (!codings.isEmpty()) {
      if (!lengths.isEmpty()) {
        throw new Refusal(400, "There are a length and a transfer coding.");
      }
      if (!modern || codings.size() > 1 || !codings.getFirst().equalsIgnoreCase("chunked")) {
        throw new Refusal(400, "The transfer coding is not known.");
      }
      return -1;
    }
    if (lengths.isEmpty()) {
      return 0;
    }
    long length = lengths.size() > 1 ? -1 : Grammar.length(lengths.getFirst());
    if (length < 0) {
      throw new Refusal(400, "The Content-Length is none.");
    }
    if (length > limits.bodyBytes()) {
      throw new Refusal(413, "The body is too long.");
    }
    return length;
  }

  private String authority(Fields fields) throws Refusal {
    var hosts = fields.all("host");
    if (hosts.size() > 1 || (modern && hosts.isEmpty())) {
      throw new Refusal(400, "There must be one Host.");
    }
    var host = hosts.isEmpty() ? defaultAuthority : authorities.of(hosts.getFirst());
    if (target.charAt(0) == '/' || (target.equals("*") && method.equals("OPTIONS"))) {
      return host;
    }
    return absolute(host);
  }

  /** An address instead of a path must name what Host names. */
  private String absolute(String host) throws Refusal {
    int slashes = target.indexOf("://");
    if (slashes < 0 || !target.substring(0, slashes).equalsIgnoreCase(scheme)) {
      throw new Refusal(400, "The target is neither a path nor an address of this scheme.");
    }
    int end = slashes + 3;
    while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
      end++;
    }
    if (!authorities.of(target.substring(slashes + 3, end)).equals(host)) {
      throw new Refusal(400, "The target and Host differ.");
    }
    var rest = target.substring(end);
    target = rest.startsWith("/") ? rest : "/" + rest;
    return host;
  }
}
