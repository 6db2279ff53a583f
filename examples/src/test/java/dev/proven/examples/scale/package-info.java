@NullMarked
package dev.proven.examples.scale;

import org.jspecify.annotations.NullMarked;
