package dev.proven.postgres.log;

import org.jspecify.annotations.Nullable;

/**
 * A statement that was seen at work; what differs in nothing but constants is one.
 *
 * @param digest of what its executions have in common, hexadecimal
 * @param text of an execution of median duration, or near it
 * @param values of its parameters; null where it has none, or where they are not known
 * @param several whether it is several statements that share one duration
 * @param varies whether executions had different constants
 * @param calls how often it was seen
 * @param seconds of all that was seen
 */
public record SeenStatement(
    String digest,
    String text,
    @Nullable BoundValues values,
    boolean several,
    boolean varies,
    double calls,
    double seconds) {}
