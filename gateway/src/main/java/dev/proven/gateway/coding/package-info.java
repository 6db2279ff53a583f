/** Content codings: which one a client gets, what may be coded, and the coded bodies themselves. */
@NullMarked
package dev.proven.gateway.coding;

import org.jspecify.annotations.NullMarked;
