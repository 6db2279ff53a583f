package dev.proven.cli;

import dev.proven.core.apply.AppliedRecord.Made;
import java.util.List;

/**
 * What a call of apply has done.
 *
 * @param run id of the run
 * @param target name of the target
 * @param folder with the journal; empty where nothing was done
 * @param changes what became of each
 * @param warnings where they are not what was measured
 * @param baselineIntervals how many intervals of the load before were recorded
 * @param next what the user does next, in sentences
 */
record ApplyResult(
    String run,
    String target,
    String folder,
    List<Made> changes,
    List<String> warnings,
    int baselineIntervals,
    List<String> next) {}
