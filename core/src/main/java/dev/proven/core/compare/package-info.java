/** Judges files of measurements that somebody else made. */
@NullMarked
package dev.proven.core.compare;

import org.jspecify.annotations.NullMarked;
