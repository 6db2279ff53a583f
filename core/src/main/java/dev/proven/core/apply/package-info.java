/** Proven changes on their way into a target that is in use. */
@NullMarked
package dev.proven.core.apply;

import org.jspecify.annotations.NullMarked;
