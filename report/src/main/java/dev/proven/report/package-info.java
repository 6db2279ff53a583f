/** The decision that follows from a run, and the views that are made of both. */
@NullMarked
package dev.proven.report;

import org.jspecify.annotations.NullMarked;
