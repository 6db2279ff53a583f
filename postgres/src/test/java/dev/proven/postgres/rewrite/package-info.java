@NullMarked
package dev.proven.postgres.rewrite;

import org.jspecify.annotations.NullMarked;
