/** What was changed and how to take it back, on disk before it happens. */
@NullMarked
package dev.proven.core.journal;

import org.jspecify.annotations.NullMarked;
