package dev.proven.core.experiment;

import java.util.List;

/**
 * What the samples say beside the figures.
 *
 * @param differentAnswers parts that the arms answer differently
 * @param uncomparedAnswers parts that the unchanged system was never seen to answer
 * @param cappedAfter parts that ran into the time cap on the changed system, in any block
 */
record Facts(
    List<String> differentAnswers, List<String> uncomparedAnswers, List<String> cappedAfter) {
  static Facts of(Declaration declaration, List<Sample> samples) {
    var capped = samples.stream().filter(s -> s.arm() == Arm.B && s.capped()).map(Sample::part);
    return new Facts(
        Answers.different(declaration, samples),
        Answers.uncompared(declaration, samples),
        capped.distinct().sorted().toList());
  }
}
