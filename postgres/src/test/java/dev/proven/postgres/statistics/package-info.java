@NullMarked
package dev.proven.postgres.statistics;

import org.jspecify.annotations.NullMarked;
