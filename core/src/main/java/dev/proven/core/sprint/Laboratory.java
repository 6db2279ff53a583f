package dev.proven.core.sprint;

import dev.proven.core.Change;
import dev.proven.core.Problem;
import dev.proven.core.Session;
import dev.proven.core.Target;
import dev.proven.core.Workload;
import dev.proven.core.evidence.RunFolder;
import dev.proven.core.experiment.Arm;
import dev.proven.core.experiment.Declaration;
import dev.proven.core.experiment.Experiment;
import dev.proven.core.experiment.Judgement;
import dev.proven.core.experiment.Observation;
import dev.proven.core.experiment.Part;
import dev.proven.core.experiment.Sample;
import dev.proven.core.experiment.Slot;
import dev.proven.core.experiment.Testbed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where one target's experiments are carried out and their evidence is kept.
 *
 * @param <T> the kind of target
 */
final class Laboratory<T extends Target> {
  private final Testbed<T> testbed;
  private final RunFolder folder;
  private final Session session;
  private final Map<String, Part> parts;
  private final List<String> experiments = new ArrayList<>();

  Laboratory(Testbed<T> testbed, Workload workload, RunFolder folder, Session session) {
    this.testbed = testbed;
    this.folder = folder;
    this.session = session;
    this.parts = workload.parts().stream().collect(Collectors.toMap(Part::id, Function.identity()));
  }

  /** Folders of the experiments so far, in order. */
  List<String> experiments() {
    return List.copyOf(experiments);
  }

  /** The folder of the next experiment. */
  String next(String name) {
    var slug = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    var cut = slug.length() > 48 ? slug.substring(0, 48) : slug;
    return String.format(Locale.ROOT, "%02d-%s", experiments.size(), cut);
  }

  /** Runs one experiment, its declaration and every sample on disk as they come. */
  Result run(Declaration declaration, @Nullable Change<T> change, Instant deadline)
      throws Exception {
    var name = declaration.id();
    folder.declare(name, declaration);
    try (var file = folder.samples(name)) {
      var experiment =
          new Experiment<>(
              declaration,
              testbed,
              change,
              parts,
              samples -> {
                try {
                  file.add(samples);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              },
              session.progress(),
              deadline);
      var judgement = experiment.run();
      folder.judge(name, judgement);
      experiments.add(name);
      return new Result(name, declaration, experiment.samples(), judgement);
    }
  }

  /** What an experiment left. */
  record Result(
      String folder, Declaration declaration, List<Sample> samples, Judgement judgement) {}

  /** Runs every part once on the unchanged system, short ones twice so that caches are warm. */
  Costs profile(List<String> measures, Duration cap) throws Exception {
    Map<String, Observation> seen = new LinkedHashMap<>();
    long began = System.nanoTime();
    try (var launch = testbed.launch(Arm.A, null)) {
      for (var part : parts.values()) {
        var slot = new Slot(0, 1, false, 0, cap);
        long start = System.nanoTime();
        var observation = launch.run(part, slot);
        boolean quick = System.nanoTime() - start < 1_000_000_000L;
        if (!quick) {
          long seconds = (System.nanoTime() - start) / 1_000_000_000L;
          var cut = observation.capped() ? " s, then it was cut off" : " s";
          session.progress().note(part.id() + " took " + seconds + cut);
        }
        seen.put(part.id(), quick ? launch.run(part, slot) : observation);
      }
    }
    warm(seen, cap);
    var measure = commonMeasure(measures, seen);
    Map<String, Double> seconds = new LinkedHashMap<>();
    seen.forEach((id, o) -> seconds.put(id, first(o, measure)));
    double judged = seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    double waited = Math.max(judged, (System.nanoTime() - began) / 1e9);
    return new Costs(measure, seconds, judged > 0 ? waited / judged : 1);
  }

  /**
   * Whether a long part is cut off with the change as well, so that nothing could be said of it.
   */
  boolean staysCapped(Part part, Costs costs, Change<T> change, Duration cap) throws Exception {
    if (!costs.isLong(part.id())) {
      return false;
    }
    try (var launch = testbed.launch(Arm.B, change)) {
      return launch.run(part, new Slot(0, 1, false, 0, cap)).capped();
    }
  }

  /** What the profile did to the caches on behalf of A is done for B as well. */
  private void warm(Map<String, Observation> seen, Duration cap) throws Exception {
    try (var launch = testbed.launch(Arm.B, null)) {
      for (var part : parts.values()) {
        var observation = seen.get(part.id());
        if (observation != null && !observation.capped()) {
          launch.run(part, new Slot(0, 1, false, 0, cap));
        }
      }
    }
  }

  private static double first(Observation observation, String measure) {
    double[] values = observation.samples().get(measure);
    return values == null || values.length == 0 ? 0 : values[0];
  }

  private static String commonMeasure(List<String> measures, Map<String, Observation> seen) {
    return measures.stream()
        .filter(m -> seen.values().stream().allMatch(o -> o.samples().containsKey(m)))
        .findFirst()
        .orElseThrow(() ->
            Problem.failed(
                "None of " + measures + " could be measured.",
                "This is a fault of Proven; please report it."));
  }
}
