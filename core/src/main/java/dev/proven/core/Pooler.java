package dev.proven.core;

import org.jspecify.annotations.Nullable;

/**
 * The connection pooler that a change may put in front of the target, as the user wants it.
 *
 * @param program path or URL of its program; null for the one that is installed
 * @param roundRobin whether its connections to the server take turns, instead of the one that was
 *     used last
 */
public record Pooler(@Nullable String program, boolean roundRobin) {
  /** The one that is installed, as it comes. */
  public static final Pooler INSTALLED = new Pooler(null, false);
}
