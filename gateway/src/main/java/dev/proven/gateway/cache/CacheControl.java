package dev.proven.gateway.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * The directives of a Cache-Control field (RFC 9111 section 5.2). Of one that is given more than
 * once the strictest counts; one whose seconds cannot be read counts as 0.
 */
public final class CacheControl {
  /** One without any directive. */
  public static final CacheControl NONE = new CacheControl(List.of());

  private final List<Directive> directives;

  /**
   * A directive.
   *
   * @param name in small letters
   * @param value as it stands, with its quotes; empty where there is none
   * @param valued whether it has one
   */
  private record Directive(String name, String value, boolean valued) {}

  private CacheControl(List<Directive> directives) {
    this.directives = directives;
  }

  /**
   * Of a dictionary's members: a number stands for its seconds, true for a directive without a
   * value, and members of other types are left out (RFC 9213 section 2.1).
   */
  static CacheControl of(Map<String, StructuredDictionary.Value> members) {
    var directives = new ArrayList<Directive>();
    members.forEach((name, value) -> {
      switch (value) {
        case StructuredDictionary.Whole number ->
            directives.add(new Directive(name, String.valueOf(number.value()), true));
        case StructuredDictionary.Flag flag when flag.value() ->
            directives.add(new Directive(name, "", false));
        case StructuredDictionary.Flag _, StructuredDictionary.Other _ -> {}
      }
    });
    return new CacheControl(List.copyOf(directives));
  }

  /** Whether there is no directive. */
  boolean isEmpty() {
    return directives.isEmpty();
  }

  /** Of all lines of a field. */
  public static CacheControl of(List<String> lines) {
    var directives = new ArrayList<Directive>();
    for (String member : Lists.members(lines)) {
      int equals = member.indexOf('=');
      var name = equals < 0 ? member : member.substring(0, equals);
      var value = equals < 0 ? "" : member.substring(equals + 1);
      directives.add(new Directive(name.toLowerCase(Locale.ROOT), value, equals >= 0));
    }
    return directives.isEmpty() ? NONE : new CacheControl(List.copyOf(directives));
  }

  /** Of a message's Cache-Control. */
  public static CacheControl of(Fields fields) {
    return of(fields.all("cache-control"));
  }

  /** Whether the directive is given, with or without a value. */
  public boolean has(String name) {
    return directives.stream().anyMatch(d -> d.name().equals(name));
  }

  /** Whether the directive is given without field names, so that it means the whole answer. */
  public boolean hasWhole(String name) {
    return directives.stream().anyMatch(d -> d.name().equals(name) && names(d).isEmpty());
  }

  /** The field names that the directive is limited to, in small letters. */
  public Set<String> fieldsOf(String name) {
    var fields = new TreeSet<String>();
    directives.stream().filter(d -> d.name().equals(name)).forEach(d -> fields.addAll(names(d)));
    return fields;
  }

  private static List<String> names(Directive directive) {
    return Lists.members(List.of(Lists.unquoted(directive.value()))).stream()
        .map(n -> n.toLowerCase(Locale.ROOT))
        .toList();
  }

  /** Its seconds; empty where the directive is not given. */
  public OptionalLong seconds(String name) {
    return directives.stream()
        .filter(d -> d.name().equals(name))
        .mapToLong(d -> DeltaSeconds.parse(Lists.unquoted(d.value())).orElse(0))
        .min();
  }

  /** Its seconds, or without end where it has no value, as {@code max-stale} may. */
  OptionalLong secondsOrForever(String name) {
    return directives.stream()
        .filter(d -> d.name().equals(name))
        .mapToLong(d ->
            d.valued()
                ? DeltaSeconds.parse(Lists.unquoted(d.value())).orElse(0)
                : DeltaSeconds.MOST)
        .min();
  }
}
