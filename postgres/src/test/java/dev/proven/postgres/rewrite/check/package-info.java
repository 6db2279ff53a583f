@NullMarked
package dev.proven.postgres.rewrite.check;

import org.jspecify.annotations.NullMarked;
