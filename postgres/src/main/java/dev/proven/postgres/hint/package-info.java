/** Hints for single statements, where the sessions of a server obey them. */
@NullMarked
package dev.proven.postgres.hint;

import org.jspecify.annotations.NullMarked;
