package dev.proven.core.evidence;

import dev.proven.core.experiment.Declaration;
import dev.proven.core.experiment.Judgement;
import dev.proven.core.experiment.Sample;
import java.util.List;

/**
 * One experiment as it stands on disk.
 *
 * @param folder its name below the run
 * @param declaration what was declared before it began
 * @param samples every raw value
 * @param judgement what was said of them
 */
public record ExperimentEvidence(
    String folder, Declaration declaration, List<Sample> samples, Judgement judgement) {}
