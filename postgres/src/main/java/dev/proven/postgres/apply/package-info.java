/** Changes of a PostgreSQL database in use, made without blocking its users. */
@NullMarked
package dev.proven.postgres.apply;

import org.jspecify.annotations.NullMarked;
