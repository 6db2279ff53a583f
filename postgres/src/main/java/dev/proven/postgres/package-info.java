/** PostgreSQL: opens a server or starts one, reads its work, clones it, measures statements. */
@NullMarked
package dev.proven.postgres;

import org.jspecify.annotations.NullMarked;
