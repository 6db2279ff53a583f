@NullMarked
package dev.proven.examples.tpch;

import org.jspecify.annotations.NullMarked;
