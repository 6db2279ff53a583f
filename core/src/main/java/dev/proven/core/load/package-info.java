/**
 * Load: the same work for both arms, sent open loop (at intended arrival times, whatever the system
 * does) or closed loop (the next item once the last is done).
 *
 * <p>Why two: an open loop shows what users feel, because a request that comes during a stall is
 * still sent, or counted as waiting; a closed loop stops asking while the system stalls, so its
 * percentiles hide the stall ("coordinated omission", G. Tene, "How NOT to Measure Latency").
 */
@NullMarked
package dev.proven.core.load;

import org.jspecify.annotations.NullMarked;
