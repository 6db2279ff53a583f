/** The rules of HTTP caching (RFC 9110, 9111, 5861, 9211, 9213): pure, without clock and I/O. */
@NullMarked
package dev.proven.gateway.cache;

import org.jspecify.annotations.NullMarked;
