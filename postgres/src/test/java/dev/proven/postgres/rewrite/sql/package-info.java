@NullMarked
package dev.proven.postgres.rewrite.sql;

import org.jspecify.annotations.NullMarked;
