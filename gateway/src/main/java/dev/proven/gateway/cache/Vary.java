package dev.proven.gateway.cache;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** By which fields of a request an answer was chosen (RFC 9111 section 4.1). */
final class Vary {
  private static final int MOST_MEMBERS = 32;

  private Vary() {}

  /** The names, in small letters and sorted; empty where it varies by what no field tells. */
  static Optional<List<String>> names(Fields response) {
    var members = Lists.members(response.all("vary"));
    if (members.contains("*") || members.size() > MOST_MEMBERS) {
      return Optional.empty();
    }
    return Optional.of(
        members.stream().map(m -> m.toLowerCase(Locale.ROOT)).distinct().sorted().toList());
  }

  /** What a request says for these fields. */
  static Map<String, String> values(List<String> names, Fields request) {
    var values = new TreeMap<String, String>();
    names.forEach(name -> values.put(name, normal(name, request)));
    return values;
  }

  /** Whether a stored answer may be chosen for a request. */
  static boolean matches(Stored stored, Fields request) {
    return stored.varying().entrySet().stream()
        .allMatch(e ->
            e.getValue().equals(normal(e.getKey(), request))
                || (e.getKey().equals("accept-language") && speaks(stored, request)));
  }

  /** Several lines, blanks and, for languages, order and case make no difference. */
  private static String normal(String name, Fields request) {
    var members = Lists.members(request.all(name));
    if (name.equals("accept-language")) {
      return Language.of(members).stream().map(Language::text).collect(Collectors.joining(","));
    }
    return request.has(name) ? "=" + String.join(",", members) : "";
  }

  /** Whether the stored answer is in the one language that is wanted more than all others. */
  private static boolean speaks(Stored stored, Fields request) {
    var wanted = Language.of(Lists.members(request.all("accept-language")));
    return !wanted.isEmpty()
        && (wanted.size() == 1 || wanted.get(0).quality() > wanted.get(1).quality())
        && wanted.getFirst().quality() > 0
        && stored.first("content-language").equalsIgnoreCase(wanted.getFirst().tag());
  }

  /** A language and how much it is wanted. */
  private record Language(String tag, double quality) {
    private static final int MOST = 50;

    static List<Language> of(List<String> members) {
      return members.stream()
          .limit(MOST)
          .map(Language::parse)
          .sorted(
              Comparator.comparingDouble(Language::quality).reversed().thenComparing(Language::tag))
          .toList();
    }

    private static Language parse(String member) {
      var parts = Lists.parts(member.toLowerCase(Locale.ROOT), ';');
      double quality = 1;
      for (String part : parts.subList(Math.min(1, parts.size()), parts.size())) {
        if (part.matches("q=[01](\\.[0-9]{0,3})?")) {
          quality = Double.parseDouble(part.substring(2));
        }
      }
      return new Language(parts.isEmpty() ? "" : parts.getFirst(), quality);
    }

    String text() {
      return tag + ";" + quality;
    }
  }
}
