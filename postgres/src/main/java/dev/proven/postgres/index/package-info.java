/**
 * Btree indexes: what the plans of the workload's statements read and throw away, which indexes
 * would spare it, and which of those stand well together.
 */
@NullMarked
package dev.proven.postgres.index;

import org.jspecify.annotations.NullMarked;
