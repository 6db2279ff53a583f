package dev.proven.gateway.cache;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Fields that belong to one connection and are neither forwarded nor stored. */
public final class Hop {
  private static final Set<String> ALWAYS =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "proxy-authentication-info",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private Hop() {}

  /** Without them, and without all that Connection names (RFC 9110 section 7.6.1). */
  public static Fields stripped(Fields fields) {
    var names = new HashSet<>(ALWAYS);
    Lists.members(fields.all("connection")).forEach(n -> names.add(n.toLowerCase(Locale.ROOT)));
    return fields.without(names);
  }
}
