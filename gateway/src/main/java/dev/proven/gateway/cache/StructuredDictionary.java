package dev.proven.gateway.cache;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A dictionary of structured fields (RFC 9651 section 3.2), read strictly: one error anywhere, and
 * there is no dictionary. Parameters are checked and left away.
 */
final class StructuredDictionary {
  private static final String KEY = "[a-z*][a-z0-9_.*-]*+";
  private static final String STRING = "\"(?:[\\x20-\\x21\\x23-\\x5b\\x5d-\\x7e]|\\\\[\"\\\\])*+\"";
  private static final String BARE =
      "(?:-?[0-9]{1,12}\\.[0-9]{1,3}|-?[0-9]{1,15}|"
          + STRING
          + "|[A-Za-z*][!#$%&'*+.^_`|~0-9A-Za-z:/-]*+|:[A-Za-z0-9+/=]*+:|\\?[01]|@-?[0-9]{1,15})";
  private static final String PARAMETERS = "(?:;\\x20*" + KEY + "(?:=" + BARE + ")?)*+";
  private static final String INNER =
      "\\(\\x20*(?:" + BARE + PARAMETERS + "(?:\\x20+|(?=\\))))*+\\)";
  private static final Pattern MEMBER =
      Pattern.compile("(?<key>" + KEY + ")(?:=(?<value>" + INNER + "|" + BARE + "))?" + PARAMETERS);
  private static final Pattern COMMA = Pattern.compile("[ \\t]*,[ \\t]*");
  private static final int LONGEST = 8192;

  private StructuredDictionary() {}

  /** What a member says, as far as directives have a use for it. */
  sealed interface Value {}

  /** An integer. */
  record Whole(long value) implements Value {}

  /** True or false. */
  record Flag(boolean value) implements Value {}

  /** Anything else. */
  record Other(String text) implements Value {}

  /** The members of all lines, the last of each key; empty where any line is wrong. */
  static Optional<Map<String, Value>> parse(List<String> lines) {
    var text = String.join(", ", lines).strip();
    var members = new LinkedHashMap<String, Value>();
    if (text.isEmpty()) {
      return Optional.of(members);
    }
    var member = MEMBER.matcher(text);
    var comma = COMMA.matcher(text);
    int at = 0;
    while (text.length() <= LONGEST && member.region(at, text.length()).lookingAt()) {
      put(members, member);
      at = member.end();
      if (at == text.length()) {
        return Optional.of(members);
      }
      if (!comma.region(at, text.length()).lookingAt()) {
        return Optional.empty();
      }
      at = comma.end();
    }
    return Optional.empty();
  }

  private static void put(Map<String, Value> members, Matcher member) {
    var key = member.group("key");
    members.remove(key);
    members.put(key, value(member.group("value")));
  }

  private static Value value(@org.jspecify.annotations.Nullable String text) {
    if (text == null || text.equals("?1")) {
      return new Flag(true);
    }
    if (text.equals("?0")) {
      return new Flag(false);
    }
    return text.matches("-?[0-9]{1,15}") ? new Whole(Long.parseLong(text)) : new Other(text);
  }
}
