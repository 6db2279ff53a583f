package dev.proven.gateway.transport;

import dev.proven.gateway.cache.RequestHead;

/**
 * The head of a request with what it says of its connection.
 *
 * @param length of the body, -1 where it comes in chunks
 * @param modern whether the client knows chunks and interim answers
 * @param keepAlive whether it wants to use the connection again
 * @param expects whether it waits for 100 before it sends its body
 * @param upgrade the protocol it wants, in small letters; empty for none
 */
record Incoming(
    RequestHead head,
    long length,
    boolean modern,
    boolean keepAlive,
    boolean expects,
    String upgrade) {}
