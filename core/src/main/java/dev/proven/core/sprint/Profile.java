package dev.proven.core.sprint;

import dev.proven.core.Problem;
import dev.proven.core.Progress;
import dev.proven.core.Target;
import dev.proven.core.experiment.Arm;
import dev.proven.core.experiment.Launch;
import dev.proven.core.experiment.Observation;
import dev.proven.core.experiment.Part;
import dev.proven.core.experiment.Sample;
import dev.proven.core.experiment.Slot;
import dev.proven.core.experiment.Testbed;
import dev.proven.core.experiment.Yardstick;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What every part costs and answers on the unchanged system, from running each before anything is
 * changed.
 *
 * @param <T> the kind of target
 */
final class Profile<T extends Target> {
  private static final int AT_ONCE = 2;
  private static final long QUICK = 1_000_000_000L;

  /**
   * How long one waits.
   *
   * @param first for every part
   * @param last for those that were cut off, which are let run to their end once
   */
  record Patience(Duration first, Duration last) {
    /** Shares of a budget, most of which belongs to the experiments. */
    static Patience within(Duration budget) {
      return new Patience(budget.dividedBy(120), budget.dividedBy(6));
    }
  }

  private final Testbed<T> testbed;
  private final List<Part> parts;
  private final Patience patience;
  private final Progress progress;
  private final Map<String, Observation> seen = new LinkedHashMap<>();
  private final TreeSet<String> unstable = new TreeSet<>();
  private final Map<String, String> failures = new LinkedHashMap<>();
  private double waited;

  private Profile(Testbed<T> testbed, List<Part> parts, Patience patience, Progress progress) {
    this.testbed = testbed;
    this.parts = parts;
    this.patience = patience;
    this.progress = progress;
  }

  static <T extends Target> Profile<T> of(
      Testbed<T> testbed, List<Part> parts, Patience patience, Progress progress) throws Exception {
    var profile = new Profile<>(testbed, parts, patience, progress);
    profile.runAll();
    profile.runOnOtherArm();
    profile.letRunToTheEnd();
    return profile;
  }

  /** Short ones run twice, so that what is read is in the caches. */
  private void runAll() throws Exception {
    long began = System.nanoTime();
    try (var launch = testbed.launch(Arm.A, null)) {
      for (var part : parts) {
        long start = System.nanoTime();
        var observation = launch.run(part, slot(patience.first()));
        boolean quick = System.nanoTime() - start < QUICK;
        if (!quick) {
          long seconds = (System.nanoTime() - start) / QUICK;
          var cut = observation.capped() ? " s, then it was cut off" : " s";
          progress.note(part.id() + " took " + seconds + cut);
        }
        see(part, quick ? again(launch, part, observation) : observation);
      }
    }
    waited = (System.nanoTime() - began) / 1e9;
  }

  private Observation again(Launch launch, Part part, Observation first) throws Exception {
    if (first.isFailure()) {
      return first;
    }
    var second = launch.run(part, slot(patience.first()));
    compare(part, first, second);
    return second;
  }

  private void see(Part part, Observation observation) {
    seen.put(part.id(), observation);
    if (observation.isFailure()) {
      failures.putIfAbsent(part.id(), observation.failure());
    }
  }

  /** Nothing is different between the two. */
  private void compare(Part part, Observation one, Observation other) {
    if (other.isFailure()) {
      failures.putIfAbsent(part.id(), other.failure());
    } else if (!other.answer().isEmpty() && !other.answer().equals(one.answer())) {
      unstable.add(part.id());
    }
  }

  /** What was done to the caches on behalf of A is done for B as well. */
  private void runOnOtherArm() throws Exception {
    try (var launch = testbed.launch(Arm.B, null)) {
      for (var part : parts) {
        var a = of(part);
        if (!cutOff(a) && !a.isFailure()) {
          compare(part, a, launch.run(part, slot(patience.first())));
        }
      }
    }
  }

  /**
   * What was cut off is run to its end once, several at a time: only so is it known what it answers
   * and about what it costs. No experiment waits for that again.
   */
  @SuppressWarnings("MustBeClosedChecker") // closed by the task that gets it
  private void letRunToTheEnd() throws Exception {
    var cutOff = parts.stream().filter(p -> cutOff(of(p))).toList();
    if (cutOff.isEmpty()) {
      return;
    }
    progress.note(
        "Running once to the end, for the answer: "
            + String.join(", ", cutOff.stream().map(Part::id).toList()));
    Map<String, Future<Observation>> ends = new LinkedHashMap<>();
    try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
      for (var part : cutOff) {
        var launch = testbed.launch(Arm.A, null);
        ends.put(part.id(), threads.submit(() -> end(launch, part)));
      }
    }
    for (var part : cutOff) {
      see(part, result(Objects.requireNonNull(ends.get(part.id()))));
    }
  }

  private Observation end(Launch launch, Part part) throws Exception {
    try (launch) {
      return launch.run(part, slot(patience.last()));
    }
  }

  private static Observation result(Future<Observation> end) throws Exception {
    try {
      return end.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private static Slot slot(Duration cap) {
    return new Slot(Sample.REFERENCE, 1, false, 0, cap);
  }

  private Observation of(Part part) {
    var observation = seen.get(part.id());
    if (observation == null) {
      throw new IllegalStateException("Part " + part.id() + " was not run");
    }
    return observation;
  }

  /** Parts that the two arms answered differently although they are equal. */
  Set<String> unstable() {
    return unstable;
  }

  /** Parts that cannot be executed although nothing was changed, with the reason. */
  Map<String, String> failures() {
    return failures;
  }

  /** The same without the parts that fail: nothing is known of what they cost. */
  Profile<T> ofWhatCanBeExecuted() {
    var kept = parts.stream().filter(p -> !failures.containsKey(p.id())).toList();
    var profile = new Profile<>(testbed, kept, patience, progress);
    profile.seen.putAll(seen);
    profile.seen.keySet().removeAll(failures.keySet());
    profile.unstable.addAll(unstable);
    profile.waited = waited;
    return profile;
  }

  /** What the unchanged system answers, for the parts that it ended. */
  List<Sample> references() {
    var references = new ArrayList<Sample>();
    for (var part : parts) {
      var observation = of(part);
      if (!observation.answer().isEmpty()) {
        observation
            .samples()
            .forEach((name, values) -> references.add(reference(part, name, values, observation)));
      }
    }
    return references;
  }

  private Sample reference(Part part, String name, double[] values, Observation observation) {
    int order = parts.indexOf(part);
    double value = values.length == 0 ? 0 : values[0];
    return new Sample(
        Sample.REFERENCE, Arm.A, order, part.id(), 1, name, value, false, observation.answer());
  }

  /**
   * What follows for the plan.
   *
   * @param measures the preferred first
   */
  Costs costs(List<String> measures, Yardstick yardstick) {
    var measure = commonMeasure(measures);
    var duration = yardstick.duration().isEmpty() ? measure : yardstick.duration();
    Map<String, Double> seconds = new LinkedHashMap<>();
    seen.forEach((id, o) -> seconds.put(id, first(o, duration)));
    double most = patience.first().toMillis() / 1e3;
    double judged = seconds.values().stream().mapToDouble(s -> Math.min(s, most)).sum();
    var cutOff = parts.stream().filter(p -> cutOff(of(p))).map(Part::id).toList();
    double waiting = judged > 0 ? Math.max(1, waited / judged) : 1;
    return new Costs(measure, seconds, waiting, new TreeSet<>(cutOff));
  }

  /** Cut off before it could answer; work of which only a share was capped has its answer. */
  private static boolean cutOff(Observation observation) {
    return observation.capped() && observation.answer().isEmpty();
  }

  private static double first(Observation observation, String measure) {
    double[] values = observation.samples().get(measure);
    return values == null || values.length == 0 ? 0 : values[0];
  }

  private String commonMeasure(List<String> measures) {
    return measures.stream()
        .filter(m -> seen.values().stream().allMatch(o -> o.samples().containsKey(m)))
        .findFirst()
        .orElseThrow(() ->
            Problem.failed(
                "None of " + measures + " could be measured.",
                "This is a fault of Proven; please report it."));
  }
}
