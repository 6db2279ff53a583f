/** The tier of stored answers that all instances share: any Redis, or a cluster of them. */
@NullMarked
package dev.proven.gateway.store;

import org.jspecify.annotations.NullMarked;
