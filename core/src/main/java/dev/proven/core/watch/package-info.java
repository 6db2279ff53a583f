/** A target's own record of its work, compared before and after a change. */
@NullMarked
package dev.proven.core.watch;

import org.jspecify.annotations.NullMarked;
