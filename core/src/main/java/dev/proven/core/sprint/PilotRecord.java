package dev.proven.core.sprint;

import java.util.List;
import java.util.SortedMap;

/**
 * The noise of this machine, measured by running the unchanged system against itself.
 *
 * @param blocks of the pilot
 * @param noise standard deviation of the effect between blocks, by metric; a fraction
 * @param minimumDetectableEffect what the planned blocks can show with 80 % power, by metric; a
 *     fraction
 * @param unstableAnswers parts that answer differently on equal systems, so that their answers are
 *     not compared
 * @param leftOut parts that took too long for the pilot
 * @param folder of its evidence below the run
 */
public record PilotRecord(
    int blocks,
    SortedMap<String, Double> noise,
    SortedMap<String, Double> minimumDetectableEffect,
    List<String> unstableAnswers,
    List<String> leftOut,
    String folder) {}
