@NullMarked
package dev.proven.examples.desk;

import org.jspecify.annotations.NullMarked;
