/** Deliberately wasteful targets: docs, tests and demo at once. */
@NullMarked
package dev.proven.examples;

import org.jspecify.annotations.NullMarked;
