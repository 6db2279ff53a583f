/** Tests of the PgBouncer optimizer; every one that needs a bouncer starts a real one. */
@NullMarked
package dev.proven.postgres.pool;

import org.jspecify.annotations.NullMarked;
