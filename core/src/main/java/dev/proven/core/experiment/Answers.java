package dev.proven.core.experiment;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Whether both arms answer the same. What arm A answers to a part that is cut off in every block is
 * known from its {@linkplain Sample#REFERENCE reference} alone.
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

  private final Map<String, TreeSet<String>> references = new HashMap<>();
  private final Map<String, OfBlock> blocks = new LinkedHashMap<>();

  private Answers(Declaration declaration, List<Sample> samples) {
    var compared =
        declaration.parts().stream().filter(PartPlan::compareAnswers).map(PartPlan::part).toList();
    for (var s : samples) {
      if (!s.answer().isEmpty() && compared.contains(s.part())) {
        if (s.block() == Sample.REFERENCE) {
          references.computeIfAbsent(s.part(), _ -> new TreeSet<>()).add(s.answer());
        } else {
          blocks
              .computeIfAbsent(s.part() + "#" + s.block(), _ -> new OfBlock(s.part()))
              .of(s.arm())
              .add(s.answer());
        }
      }
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
