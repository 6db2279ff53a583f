package dev.proven.core.sprint;

import dev.proven.core.experiment.Judge;
import dev.proven.core.experiment.Metric;
import dev.proven.core.stats.MinimumDetectableEffect;
import dev.proven.core.stats.PairedT;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * The noise of this machine, measured by running the unchanged system against itself.
 *
 * @param blocks of the pilot
 * @param noise standard deviation of the effect between blocks, by metric; a fraction
 * @param minimumDetectableEffect what the blocks planned for it can show with 80 % power, by
 *     metric; a fraction
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
    String folder) {

  /**
   * What the samples of a pilot say.
   *
   * @param horizon in how many blocks a metric will be measured, by its name
   */
  static PilotRecord of(
      Laboratory.Result pilot,
      ToIntFunction<String> horizon,
      List<String> unstable,
      List<String> leftOut) {
    var noise = new TreeMap<String, Double>();
    var detectable = new TreeMap<String, Double>();
    for (var metric : pilot.declaration().metrics()) {
      double[] effects = Judge.effects(metric, pilot.samples());
      if (effects.length >= 2 && metric.scale() == Metric.Scale.RATIO) {
        double s = PairedT.of(effects).standardDeviation();
        int blocks = horizon.applyAsInt(metric.name());
        noise.put(metric.name(), s);
        detectable.put(metric.name(), MinimumDetectableEffect.of(s, blocks));
      }
    }
    return new PilotRecord(
        pilot.judgement().blocks(), noise, detectable, unstable, leftOut, pilot.folder());
  }
}
