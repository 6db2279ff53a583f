/**
 * Whether two texts answer alike: on the data at hand, and on databases made to tell them apart.
 */
@NullMarked
package dev.proven.postgres.rewrite.check;

import org.jspecify.annotations.NullMarked;
