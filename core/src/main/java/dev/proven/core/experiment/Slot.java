package dev.proven.core.experiment;

import java.time.Duration;

/**
 * One turn of a part on one arm.
 *
 * @param block number of the block, from 1; 0 where nothing is recorded
 * @param repetition number within the block, from 1
 * @param warmUp whether this only prepares the launch: what is observed is thrown away, and a
 *     domain may do less than the whole work, the same on both arms
 * @param seed the same for both arms of a block, so that a random load is the same load
 * @param cap after this long the work is cut off and counted at the cap
 */
public record Slot(int block, int repetition, boolean warmUp, long seed, Duration cap) {}
