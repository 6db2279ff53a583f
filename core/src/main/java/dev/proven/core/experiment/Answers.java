package dev.proven.core.experiment;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether both arms answer the same. What arm A answers to a part that is cut off in every block is
 * known from its {@linkplain Sample#REFERENCE reference} alone. Of a part whose answers vary by
 * themselves it is only compared whether it fails.
 */
final class Answers {

  /** What both arms answered to one part in one block. */
  private record OfBlock(String part, TreeSet<String> a, TreeSet<String> b) {
    OfBlock(String part) {
      this(part, new TreeSet<>(), new TreeSet<>());
    }

    TreeSet<String> of(Arm arm) {
      return arm == Arm.A ? a : b;
    }
  }

  private static final String ANY = "answered";

  private final Map<String, TreeSet<String>> references = new HashMap<>();
  private final Map<String, OfBlock> blocks = new LinkedHashMap<>();

  private Answers(Declaration declaration, List<Sample> samples) {
    var compared = Set.copyOf(compared(declaration.parts()));
    var varying = new HashSet<>(PartPlan.ids(declaration.parts()));
    varying.removeAll(compared);
    varying.removeAll(failedBefore(samples));
    for (var s : samples) {
      if (!s.answer().isEmpty() && compared.contains(s.part())) {
        add(s, s.answer());
      } else if (!s.answer().isEmpty() && varying.contains(s.part())) {
        add(s, isFailure(s) ? s.answer() : ANY);
      }
    }
  }

  private static List<String> compared(List<PartPlan> plans) {
    return plans.stream().filter(PartPlan::compareAnswers).map(PartPlan::part).toList();
  }

  /** What fails on the unchanged system as well, now and then, is no fault of the change. */
  private static Set<String> failedBefore(List<Sample> samples) {
    return samples.stream()
        .filter(s -> s.arm() == Arm.A && isFailure(s))
        .map(Sample::part)
        .collect(Collectors.toSet());
  }

  private static boolean isFailure(Sample sample) {
    return sample.answer().startsWith(Observation.FAILS);
  }

  private void add(Sample sample, String answer) {
    if (sample.block() == Sample.REFERENCE) {
      references.computeIfAbsent(sample.part(), _ -> new TreeSet<>()).add(answer);
    } else {
      blocks
          .computeIfAbsent(sample.part() + "#" + sample.block(), _ -> new OfBlock(sample.part()))
          .of(sample.arm())
          .add(answer);
    }
  }

  /** Parts that arm B answers in another way than arm A. */
  static List<String> different(Declaration declaration, List<Sample> samples) {
    var answers = new Answers(declaration, samples);
    return parts(
        answers.blocks.values().stream()
            .filter(o -> !o.b.isEmpty() && !answers.expected(o).isEmpty())
            .filter(o -> !answers.expected(o).equals(o.b)));
  }

  /** Parts that arm B answers and arm A was never seen to, so that nobody can compare. */
  static List<String> uncompared(Declaration declaration, List<Sample> samples) {
    var answers = new Answers(declaration, samples);
    return parts(
        answers.blocks.values().stream()
            .filter(o -> !o.b.isEmpty() && answers.expected(o).isEmpty()));
  }

  private Set<String> expected(OfBlock block) {
    return block.a.isEmpty() ? references.getOrDefault(block.part, block.a) : block.a;
  }

  private static List<String> parts(Stream<OfBlock> blocks) {
    return List.copyOf(new TreeSet<>(blocks.map(OfBlock::part).toList()));
  }
}
