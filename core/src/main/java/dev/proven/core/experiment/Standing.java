package dev.proven.core.experiment;

import dev.proven.core.stats.Interval;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far an experiment has come, for the person who waits.
 *
 * @param title of the experiment
 * @param block complete so far
 * @param blocks at most
 * @param running the part that runs now
 * @param improvement of the primary metric so far as a fraction; null before two blocks
 * @param left estimated time to the last block
 */
public record Standing(
    String title,
    int block,
    int blocks,
    String running,
    @Nullable Interval improvement,
    Duration left) {}
