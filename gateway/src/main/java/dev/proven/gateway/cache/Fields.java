package dev.proven.gateway.cache;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The fields of a message in their order. Names compare without case; several lines of one name
 * stay apart (RFC 9110 section 5.2).
 */
public final class Fields implements Iterable<Fields.Field> {
  /** No field at all. */
  public static final Fields NONE = new Fields(List.of());

  private final List<Field> lines;

  /**
   * One line.
   *
   * @param name as it was written
   * @param value without blanks around it
   */
  public record Field(String name, String value) {
    boolean is(String other) {
      return name.equalsIgnoreCase(other);
    }

    String key() {
      return name.toLowerCase(Locale.ROOT);
    }
  }

  private Fields(List<Field> lines) {
    this.lines = lines;
  }

  /** These lines, in that order. */
  public static Fields of(List<Field> lines) {
    return lines.isEmpty() ? NONE : new Fields(List.copyOf(lines));
  }

  /** Names and values in turn. */
  public static Fields of(String... namesAndValues) {
    var lines = new ArrayList<Field>();
    for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
      lines.add(new Field(namesAndValues[i], namesAndValues[i + 1]));
    }
    return of(lines);
  }

  /** Whether there is a line of that name. */
  public boolean has(String name) {
    for (Field line : lines) {
      if (line.is(name)) {
        return true;
      }
    }
    return false;
  }

  /** The value of the first line of that name. */
  public Optional<String> first(String name) {
    for (Field line : lines) {
      if (line.is(name)) {
        return Optional.of(line.value());
      }
    }
    return Optional.empty();
  }

  /** The values of all lines of that name. */
  public List<String> all(String name) {
    List<String> values = List.of();
    for (Field line : lines) {
      if (line.is(name)) {
        values = values.isEmpty() ? new ArrayList<>() : values;
        values.add(line.value());
      }
    }
    return Collections.unmodifiableList(values);
  }

  /** The values of all lines of that name as one list; empty where there is none. */
  public Optional<String> joined(String name) {
    var values = all(name);
    return values.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", values));
  }

  /** Without all lines of these names, given in small letters. */
  public Fields without(Set<String> names) {
    return filtered(f -> !names.contains(f.key()));
  }

  /** Without all lines of that name. */
  public Fields without(String name) {
    return filtered(f -> !f.is(name));
  }

  /** The lines that fit. */
  public Fields filtered(Predicate<Field> fits) {
    return of(lines.stream().filter(fits).toList());
  }

  /** With one more line at the end. */
  public Fields with(String name, String value) {
    var more = new ArrayList<>(lines);
    more.add(new Field(name, value));
    return new Fields(List.copyOf(more));
  }

  /** With one line of that name, at the end, in the place of all others. */
  public Fields set(String name, String value) {
    return without(name).with(name, value);
  }

  /** Every name that others bring takes the place of all own lines of it. */
  public Fields updatedBy(Fields others) {
    var merged = new ArrayList<Field>();
    lines.stream().filter(f -> !others.has(f.name())).forEach(merged::add);
    merged.addAll(others.lines);
    return of(merged);
  }

  /** How many lines. */
  public int size() {
    return lines.size();
  }

  /** All lines. */
  public List<Field> lines() {
    return lines;
  }

  @Override
  public Iterator<Field> iterator() {
    return lines.iterator();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fields that && lines.equals(that.lines);
  }

  @Override
  public int hashCode() {
    return lines.hashCode();
  }

  @Override
  public String toString() {
    return lines.toString();
  }
}
