@NullMarked
package dev.proven.examples;

import org.jspecify.annotations.NullMarked;
