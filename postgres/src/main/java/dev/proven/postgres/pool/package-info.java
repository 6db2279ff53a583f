/**
 * Proves a PgBouncer in front of a database: who connects how, what would break, the process
 * itself, and the load that both ways in are put under.
 */
@NullMarked
package dev.proven.postgres.pool;

import org.jspecify.annotations.NullMarked;
