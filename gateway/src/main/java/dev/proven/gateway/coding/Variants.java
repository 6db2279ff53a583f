package dev.proven.gateway.coding;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The forms of one stored body that are made so far; it never changes. */
public final class Variants {
  private final Map<Coding, Variant> made;
  private final Variant identity;

  private Variants(Variant identity, Map<Coding, Variant> made) {
    this.identity = identity;
    this.made = made;
  }

  /** Only the body as it is. */
  public static Variants of(byte[] body) {
    var identity = new Variant(Coding.IDENTITY, body, true);
    return new Variants(identity, new EnumMap<>(Map.of(Coding.IDENTITY, identity)));
  }

  /** The body as it is. */
  public Variant identity() {
    return identity;
  }

  /** The form for a coding; it is the body as it is where coding would not make it smaller. */
  public Optional<Variant> get(Coding coding) {
    return Optional.ofNullable(made.get(coding));
  }

  /** With a form for a coding, unless it has one that is not larger. */
  Variants with(Coding coding, Variant variant) {
    var present = made.getOrDefault(coding, identity);
    var smaller = variant.bytes().length < present.bytes().length ? variant : present;
    var copy = new EnumMap<>(made);
    copy.put(coding, new Variant(smaller.coding(), smaller.bytes(), variant.best()));
    return new Variants(identity, copy);
  }

  /** The bytes of all forms. */
  public long bytes() {
    return identity.bytes().length
        + made.values().stream()
            .filter(v -> v.coding() != Coding.IDENTITY)
            .mapToLong(v -> v.bytes().length)
            .sum();
  }
}
