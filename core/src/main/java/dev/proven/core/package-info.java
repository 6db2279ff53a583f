/** The vocabulary of Proven and its engine. */
@NullMarked
package dev.proven.core;

import org.jspecify.annotations.NullMarked;
