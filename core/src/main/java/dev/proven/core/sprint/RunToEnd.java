package dev.proven.core.sprint;

import dev.proven.core.experiment.Arm;
import dev.proven.core.experiment.Part;
import dev.proven.core.experiment.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What the total would be if parts that are cut off in every block on the unchanged system counted
 * with the time that they took when they ran to their end once, for their answer. One run has no
 * interval, so this is told beside the judged figure and decides nothing.
 *
 * @param samples of an experiment, its references among them
 * @param measure name of the values that count
 */
record RunToEnd(List<Sample> samples, String measure) {
  /** In words; empty where nothing was cut off, or not everything ran to its end. */
  Optional<String> sentence(List<Part> parts) {
    double before = 0;
    double after = 0;
    var ended = new ArrayList<String>();
    for (var part : parts) {
      boolean cut = any(part, s -> isOf(s, Arm.A) && s.capped());
      var unchanged = cut ? reference(part) : mean(part, Arm.A);
      var changed = mean(part, Arm.B);
      if (unchanged.isEmpty()
          || changed.isEmpty()
          || any(part, s -> isOf(s, Arm.B) && s.capped())) {
        return Optional.empty();
      }
      if (cut) {
        ended.add(String.format(Locale.ROOT, "%s %.1f s", part.id(), unchanged.getAsDouble()));
      }
      before += part.weight() * unchanged.getAsDouble();
      after += part.weight() * changed.getAsDouble();
    }
    return ended.isEmpty() || before <= 0
        ? Optional.empty()
        : Optional.of(text(ended, before, after));
  }

  private static String text(List<String> ended, double before, double after) {
    return String.format(
        Locale.ROOT,
        "Run to their end once, unchanged, these took: %s. Counted so, the total is %.1f %% lower"
            + " (%.1f s before, %.2f s after): one run, no interval, and no part in any decision.",
        String.join(", ", ended),
        100 * (1 - after / before),
        before,
        after);
  }

  private static boolean isOf(Sample sample, Arm arm) {
    return sample.arm() == arm && sample.block() != Sample.REFERENCE;
  }

  private boolean any(Part part, Predicate<Sample> which) {
    return of(part).anyMatch(which);
  }

  private OptionalDouble reference(Part part) {
    return of(part)
        .filter(s -> s.block() == Sample.REFERENCE && !s.capped())
        .mapToDouble(Sample::value)
        .findFirst();
  }

  private OptionalDouble mean(Part part, Arm arm) {
    return of(part).filter(s -> isOf(s, arm)).mapToDouble(Sample::value).average();
  }

  private Stream<Sample> of(Part part) {
    return samples.stream().filter(s -> s.part().equals(part.id()) && s.name().equals(measure));
  }
}
