/**
 * The proof by simulation that the rules of METHOD hold their error rates under realistic noise.
 */
@NullMarked
package dev.proven.core.simulation;

import org.jspecify.annotations.NullMarked;
