package dev.proven.core.sprint;

import dev.proven.core.Change;
import dev.proven.core.Session;
import dev.proven.core.Target;
import dev.proven.core.Workload;
import dev.proven.core.evidence.RunFolder;
import dev.proven.core.experiment.Arm;
import dev.proven.core.experiment.Declaration;
import dev.proven.core.experiment.Experiment;
import dev.proven.core.experiment.Judgement;
import dev.proven.core.experiment.Part;
import dev.proven.core.experiment.PartPlan;
import dev.proven.core.experiment.Sample;
import dev.proven.core.experiment.Slot;
import dev.proven.core.experiment.Testbed;
import dev.proven.core.experiment.Yardstick;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
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
  private Workload workload;
  private final int before;
  private final List<String> experiments = new ArrayList<>();
  private List<Sample> references = List.of();
  private final TreeMap<String, String> varying;
  private boolean profiled;

  Laboratory(Testbed<T> testbed, Workload workload, RunFolder folder, Session session) {
    this.testbed = testbed;
    this.folder = folder;
    this.session = session;
    this.before = folder.experimentsOnDisk().size();
    this.workload = workload;
    this.varying = new TreeMap<>(workload.varying());
  }

  /** The work that is measured: without what the unchanged system cannot execute. */
  Workload workload() {
    return workload;
  }

  /** Folders of the experiments so far, in order. */
  List<String> experiments() {
    return List.copyOf(experiments);
  }

  /** A seed of its own for the next experiment. */
  long seed(Plans plans) {
    return plans.settings().seed() + experiments.size();
  }

  /** The folder of the next experiment; other targets and courses of the run have theirs. */
  String next(String name) {
    var slug = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    var cut = slug.length() > 48 ? slug.substring(0, 48) : slug;
    return String.format(Locale.ROOT, "%02d-%s", before + experiments.size(), cut);
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
              parts(),
              references(declaration),
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

  private Map<String, Part> parts() {
    return workload.parts().stream().collect(Collectors.toMap(Part::id, Function.identity()));
  }

  private List<Sample> references(Declaration declaration) {
    var declared = PartPlan.ids(declaration.parts());
    return references.stream().filter(s -> declared.contains(s.part())).toList();
  }

  /** What an experiment left. */
  record Result(
      String folder, Declaration declaration, List<Sample> samples, Judgement judgement) {}

  /**
   * Runs every part without a change under proof, to know what it costs. What it answers the first
   * time, on the unchanged system, is what every later answer is held against; what fails there is
   * left out of the workload.
   */
  Costs profile(List<String> measures, Yardstick yardstick, Profile.Patience patience)
      throws Exception {
    var profile = Profile.of(testbed, workload.parts(), patience, session.progress());
    if (!profiled) {
      leaveOut(profile.failures());
      profile = profile.ofWhatCanBeExecuted();
      references = profile.references();
      profiled = true;
    }
    profile.unstable().forEach(id -> varies(id, "it answered otherwise when nothing was changed"));
    return profile.costs(measures, yardstick);
  }

  private void leaveOut(Map<String, String> failures) {
    failures.forEach((id, why) -> session.progress().note("Left out: " + id + ": " + why));
    workload = workload.without(failures);
  }

  /** Remembers that the answers of a part vary by themselves. */
  void varies(String part, String why) {
    varying.putIfAbsent(part, why);
  }

  /** What the unchanged system answers, by part id, as far as it is known. */
  Map<String, String> answers() {
    return references.stream()
        .collect(Collectors.toMap(Sample::part, Sample::answer, (first, _) -> first));
  }

  /** Parts whose answers vary by themselves, as far as is known, with the reason. */
  SortedMap<String, String> varying() {
    var known = new TreeMap<>(varying);
    known.keySet().retainAll(parts().keySet());
    return known;
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
}
