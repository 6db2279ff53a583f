@NullMarked
package dev.proven.postgres.hint;

import org.jspecify.annotations.NullMarked;
