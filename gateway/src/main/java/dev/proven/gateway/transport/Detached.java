package dev.proven.gateway.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/**
 * A connection that does not speak HTTP any more.
 *
 * @param channel without handlers for HTTP, and not reading
 * @param first bytes that had come already
 */
public record Detached(Channel channel, ByteBuf first) {}
