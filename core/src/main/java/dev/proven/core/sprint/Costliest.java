package dev.proven.core.sprint;

import dev.proven.core.Progress;
import dev.proven.core.Target;
import dev.proven.core.Workload;
import dev.proven.core.experiment.Arm;
import dev.proven.core.experiment.Observation;
import dev.proven.core.experiment.Part;
import dev.proven.core.experiment.Sample;
import dev.proven.core.experiment.Slot;
import dev.proven.core.experiment.Testbed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The parts of a large workload that are measured: those that cost most, by the time that one
 * execution takes on the unchanged system, times their calls. What the others cost is told with
 * them.
 */
final class Costliest {
  /** So many parts can be repeated in every block, and be guardrails, within a usual budget. */
  static final int MOST = 200;

  /** Of the budget; the rest belongs to the experiments. */
  private static final int SHARE_FOR_LOOKING = 6;

  private final Workload workload;
  private final Map<Part, Double> costs = new LinkedHashMap<>();
  private final Map<String, String> failures = new LinkedHashMap<>();

  private Costliest(Workload workload) {
    this.workload = workload;
  }

  /**
   * The workload itself where it is small; else each part is executed once, in order, as far as a
   * sixth of the budget goes.
   *
   * @param measures names of raw values, the preferred first
   */
  static <T extends Target> Workload of(
      Testbed<T> testbed,
      Workload workload,
      List<String> measures,
      Duration budget,
      Progress progress)
      throws Exception {
    if (workload.parts().size() <= MOST) {
      return workload;
    }
    progress.stage(
        "Executing each of " + workload.parts().size() + " statements once, to see what it costs");
    var costliest = new Costliest(workload);
    costliest.measure(testbed, measures, budget);
    return costliest.workload();
  }

  private <T extends Target> void measure(
      Testbed<T> testbed, List<String> measures, Duration budget) throws Exception {
    long until = System.nanoTime() + budget.dividedBy(SHARE_FOR_LOOKING).toNanos();
    var cap = Profile.Patience.within(budget).first();
    try (var launch = testbed.launch(Arm.A, null)) {
      for (var part : workload.parts()) {
        boolean enough = costs.size() >= MOST;
        if (enough && System.nanoTime() > until) {
          return;
        }
        var seen = launch.run(part, new Slot(Sample.REFERENCE, 1, false, 0, cap));
        if (seen.isFailure()) {
          failures.put(part.id(), seen.failure());
        } else {
          costs.put(part, seconds(seen, measures) * part.weight());
        }
      }
    }
  }

  private static double seconds(Observation seen, List<String> measures) {
    return measures.stream()
        .map(m -> seen.samples().getOrDefault(m, new double[0]))
        .filter(values -> values.length > 0)
        .mapToDouble(values -> values[0])
        .findFirst()
        .orElse(0);
  }

  private Workload workload() {
    Set<Part> kept =
        costs.entrySet().stream()
            .sorted(Comparator.comparingDouble(e -> -e.getValue()))
            .limit(MOST)
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    var sound = workload.without(failures);
    var leftOut = new ArrayList<>(sound.leftOut());
    leftOut.addAll(rest(kept));
    return new Workload(
        sound.source(),
        sound.parts().stream().filter(kept::contains).toList(),
        leftOut,
        sound.varying());
  }

  private List<Workload.LeftOut> rest(Set<Part> kept) {
    var rest = new ArrayList<Workload.LeftOut>();
    int cheaper = costs.size() - kept.size();
    if (cheaper > 0) {
      rest.add(
          new Workload.LeftOut(
              String.format(
                  Locale.ROOT,
                  "%,d further statements, %.2g %% of the measured cost",
                  cheaper,
                  share(kept)),
              "only the "
                  + MOST
                  + " costliest by measured time, times calls, are measured in experiments; indexes"
                  + " and other texts were sought for these as well"));
    }
    int unseen = workload.parts().size() - costs.size() - failures.size();
    if (unseen > 0) {
      rest.add(
          new Workload.LeftOut(
              String.format(
                  Locale.ROOT, "the last %,d of %,d statements", unseen, workload.parts().size()),
              "executing each once took more than a sixth of the budget; their share of the cost is"
                  + " not known"));
    }
    return rest;
  }

  /** Percent of the measured cost that is left out. */
  private double share(Set<Part> kept) {
    double all = sum(costs.values());
    double left =
        sum(
            costs.entrySet().stream()
                .filter(e -> !kept.contains(e.getKey()))
                .map(Map.Entry::getValue)
                .toList());
    return 100 * left / Math.max(1e-12, all);
  }

  private static double sum(Collection<Double> values) {
    return values.stream().mapToDouble(v -> v).sum();
  }
}
