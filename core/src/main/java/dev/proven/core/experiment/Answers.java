package dev.proven.core.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Whether both arms answer the same. */
final class Answers {
  private Answers() {}

  /** Parts whose answers differ between the arms within a block. */
  static List<String> different(Declaration declaration, List<Sample> samples) {
    Map<String, OfBlock> answers = new LinkedHashMap<>();
    var compared =
        declaration.parts().stream().filter(PartPlan::compareAnswers).map(PartPlan::part).toList();
    for (var s : samples) {
      if (!s.answer().isEmpty() && compared.contains(s.part())) {
        answers
            .computeIfAbsent(s.part() + "#" + s.block(), _ -> new OfBlock(s.part()))
            .of(s.arm())
            .add(s.answer());
      }
    }
    var different = new TreeSet<String>();
    answers.values().stream().filter(OfBlock::differ).forEach(a -> different.add(a.part));
    return List.copyOf(different);
  }

  /** What both arms answered to one part in one block. */
  private record OfBlock(String part, TreeSet<String> a, TreeSet<String> b) {
    OfBlock(String part) {
      this(part, new TreeSet<>(), new TreeSet<>());
    }

    TreeSet<String> of(Arm arm) {
      return arm == Arm.A ? a : b;
    }

    /** A slot that was cut off has no answer, so an arm may have none. */
    boolean differ() {
      return !a.isEmpty() && !b.isEmpty() && !a.equals(b);
    }
  }
}
