/** Tests on real servers. */
@NullMarked
package dev.proven.postgres;

import org.jspecify.annotations.NullMarked;
