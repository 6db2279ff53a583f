/**
 * Other texts for the same questions: rules over parsed SQL with preconditions from the catalog, a
 * check that both texts answer alike, and the optimizer that proposes what is left.
 */
@NullMarked
package dev.proven.postgres.rewrite;

import org.jspecify.annotations.NullMarked;
