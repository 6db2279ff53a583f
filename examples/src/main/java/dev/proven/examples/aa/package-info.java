/** A small database for measuring a machine against itself. */
@NullMarked
package dev.proven.examples.aa;

import org.jspecify.annotations.NullMarked;
