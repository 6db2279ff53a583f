package dev.proven.core.evidence;

import dev.proven.core.Json;
import dev.proven.core.Problem;
import dev.proven.core.experiment.Judge;
import dev.proven.core.experiment.Judgement;
import dev.proven.core.experiment.MetricResult;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Recomputes every figure of a run from its raw samples and compares it with what the run said.
 *
 * @param run id of the run
 * @param files the files that differ from the manifest, in words
 * @param figures each recomputed figure
 */
public record Verification(String run, List<String> files, List<Figure> figures) {

  /**
   * One figure, recorded and recomputed.
   *
   * @param experiment folder of the experiment
   * @param name such as {@code total.effect}
   * @param recorded as it stands in the judgement
   * @param recomputed from the samples
   * @param same whether they are equal to the last digit
   */
  public record Figure(
      String experiment, String name, String recorded, String recomputed, boolean same) {}

  /** Whether nothing differs. */
  public boolean passed() {
    return files.isEmpty() && figures.stream().allMatch(Figure::same);
  }

  /** Checks the hashes first; figures are recomputed even where a hash differs. */
  public static Verification of(RunFolder folder) {
    var files = new ArrayList<>(Manifest.differences(folder.root()));
    var figures = new ArrayList<Figure>();
    try {
      for (var experiment : folder.read().experiments()) {
        var again = Judge.judge(experiment.declaration(), experiment.samples());
        compare(experiment.folder(), experiment.judgement(), again, figures);
      }
    } catch (Problem damaged) {
      files.add(damaged.what());
    }
    return new Verification(folder.id(), List.copyOf(files), figures);
  }

  private static void compare(
      String experiment, Judgement recorded, Judgement again, List<Figure> figures) {
    figures.add(figure(experiment, "declaration", recorded.declaration(), again.declaration()));
    figures.add(figure(experiment, "verdict", recorded.verdict(), again.verdict()));
    figures.add(figure(experiment, "why", recorded.why(), again.why()));
    figures.add(figure(experiment, "blocks", recorded.blocks(), again.blocks()));
    figures.add(
        figure(
            experiment, "differentAnswers", recorded.differentAnswers(), again.differentAnswers()));
    figures.add(
        figure(
            experiment,
            "blocksStillNeeded",
            recorded.blocksStillNeeded(),
            again.blocksStillNeeded()));
    var before = new TreeMap<String, MetricResult>();
    recorded.metrics().forEach(m -> before.put(m.metric(), m));
    for (var metric : again.metrics()) {
      compare(experiment, before.get(metric.metric()), metric, figures);
    }
  }

  private static void compare(
      String experiment,
      @org.jspecify.annotations.Nullable MetricResult recorded,
      MetricResult again,
      List<Figure> figures) {
    JsonNode then = Json.mapper().valueToTree(recorded);
    JsonNode now = Json.mapper().valueToTree(again);
    now.properties()
        .forEach(field ->
            figures.add(
                figure(
                    experiment,
                    again.metric() + "." + field.getKey(),
                    String.valueOf(then.get(field.getKey())),
                    field.getValue())));
  }

  private static Figure figure(String experiment, String name, Object recorded, Object again) {
    var then = String.valueOf(recorded);
    var now = String.valueOf(again);
    return new Figure(experiment, name, then, now, then.equals(now));
  }
}
