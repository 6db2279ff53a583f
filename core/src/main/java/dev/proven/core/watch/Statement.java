package dev.proven.core.watch;

/**
 * A statement that a target executes for its users, without its values.
 *
 * @param text normalised, possibly cut
 * @param write whether it writes
 */
public record Statement(String text, boolean write) {}
