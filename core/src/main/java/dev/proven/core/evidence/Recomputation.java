package dev.proven.core.evidence;

import dev.proven.core.Json;
import dev.proven.core.evidence.Verification.Figure;
import dev.proven.core.experiment.Judge;
import dev.proven.core.experiment.Judgement;
import dev.proven.core.experiment.MetricResult;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Judges one experiment again and holds every field of the judgement against the recorded one. */
final class Recomputation {
  private static final String METRICS = "metrics";

  private final String experiment;
  private final List<Figure> figures = new ArrayList<>();

  private Recomputation(String experiment) {
    this.experiment = experiment;
  }

  static List<Figure> figures(ExperimentEvidence evidence) {
    var again = Judge.judge(evidence.declaration(), evidence.samples());
    var recomputation = new Recomputation(evidence.folder());
    recomputation.compare(evidence.judgement(), again);
    return recomputation.figures;
  }

  private void compare(Judgement recorded, Judgement again) {
    compare("", recorded, again);
    var metrics = new TreeMap<String, MetricResult>();
    recorded.metrics().forEach(m -> metrics.put(m.metric(), m));
    for (var metric : again.metrics()) {
      compare(metric.metric() + ".", metrics.get(metric.metric()), metric);
    }
  }

  private void compare(String prefix, @Nullable Object recorded, Object again) {
    JsonNode then = Json.mapper().valueToTree(recorded);
    for (var field : Json.mapper().<JsonNode>valueToTree(again).properties()) {
      if (!field.getKey().equals(METRICS)) {
        var before = text(then.get(field.getKey()));
        var now = text(field.getValue());
        figures.add(
            new Figure(experiment, prefix + field.getKey(), before, now, before.equals(now)));
      }
    }
  }

  private static String text(@Nullable JsonNode node) {
    if (node == null) {
      return "missing";
    }
    return node.isString() ? node.stringValue() : node.toString();
  }
}
