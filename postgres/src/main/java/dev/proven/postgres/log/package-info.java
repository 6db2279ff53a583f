/** Statements that a server wrote into its log, in each of its three formats, and how long. */
@NullMarked
package dev.proven.postgres.log;

import org.jspecify.annotations.NullMarked;
