/** What a run leaves on disk, so that a third party can recompute every figure. */
@NullMarked
package dev.proven.core.evidence;

import org.jspecify.annotations.NullMarked;
