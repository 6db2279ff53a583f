@NullMarked
package dev.proven.postgres.whatif;

import org.jspecify.annotations.NullMarked;
