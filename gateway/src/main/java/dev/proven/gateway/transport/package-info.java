/** HTTP over Netty: the server towards clients, and the connections to the origin. */
@NullMarked
package dev.proven.gateway.transport;

import org.jspecify.annotations.NullMarked;
