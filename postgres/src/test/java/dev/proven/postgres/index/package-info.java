@NullMarked
package dev.proven.postgres.index;

import org.jspecify.annotations.NullMarked;
