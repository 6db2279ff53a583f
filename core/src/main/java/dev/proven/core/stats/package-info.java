/**
 * The statistics of Proven: intervals, exact tests and stopping rules on block log ratios, free of
 * everything else in Proven.
 */
@NullMarked
package dev.proven.core.stats;

import org.jspecify.annotations.NullMarked;
