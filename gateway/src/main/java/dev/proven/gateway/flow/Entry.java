package dev.proven.gateway.flow;

import dev.proven.gateway.cache.Fields;
import dev.proven.gateway.cache.Stored;

/** A stored answer: its head, and the bytes of its body, which nobody changes. */
public final class Entry {
  private static final int PER_ENTRY = 512;
  private static final int PER_FIELD = 96;

  private final Stored stored;
  private final byte[] body;

  /** With an extent that is as long as the body, which is not copied. */
  public Entry(Stored stored, byte[] body) {
    if (stored.extent().bytes() != body.length) {
      throw new IllegalArgumentException("the extent and the body differ in length");
    }
    this.stored = stored;
    this.body = body;
  }

  /** The head. */
  public Stored stored() {
    return stored;
  }

  /** The body, as the origin encoded it; not a copy. */
  public byte[] body() {
    return body;
  }

  /** Whether this is an answer to the same variant of a request. */
  public boolean variesLike(Entry other) {
    return stored.varying().equals(other.stored.varying());
  }

  /** About how many bytes of memory it takes, its head included. */
  public long weight() {
    long weight = PER_ENTRY + (long) body.length;
    for (Fields.Field field : stored.head().fields()) {
      weight += PER_FIELD + field.name().length() + field.value().length();
    }
    for (var varying : stored.varying().entrySet()) {
      weight += PER_FIELD + varying.getKey().length() + varying.getValue().length();
    }
    return weight;
  }
}
