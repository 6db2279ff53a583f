@NullMarked
package dev.proven.postgres.log;

import org.jspecify.annotations.NullMarked;
