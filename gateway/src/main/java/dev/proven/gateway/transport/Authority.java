package dev.proven.gateway.transport;

import java.util.Locale;
import java.util.regex.Pattern;

/** The host and port of a request (RFC 9110 section 7.2), checked. */
final class Authority {
  private static final Pattern SOUND =
      Pattern.compile("(?:[A-Za-z0-9._~-]{1,255}|\\[[0-9A-Fa-f:.]{2,64}])(?::[0-9]{1,5})?");

  private String lastText = "";
  private String last = "";

  /** In small letters. */
  String of(String text) throws Refusal {
    if (!lastText.isEmpty() && text.equals(lastText)) {
      return last;
    }
    if (!SOUND.matcher(text).matches()) {
      throw new Refusal(400, "The Host is no host.");
    }
    lastText = text;
    last = text.toLowerCase(Locale.ROOT);
    return last;
  }
}
