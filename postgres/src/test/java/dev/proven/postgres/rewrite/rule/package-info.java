@NullMarked
package dev.proven.postgres.rewrite.rule;

import org.jspecify.annotations.NullMarked;
