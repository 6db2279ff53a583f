/**
 * Extended statistics: what the planner cannot know of several columns together, or of an
 * expression, from the statistics of single columns.
 */
@NullMarked
package dev.proven.postgres.statistics;

import org.jspecify.annotations.NullMarked;
