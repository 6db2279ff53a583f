package dev.proven.postgres.setting;

import java.util.List;
import java.util.stream.DoubleStream;

/** {@code hash_mem_multiplier}: how many times work_mem a hash may have. */
final class HashMemory implements Rule {
  private static final String NAME = "hash_mem_multiplier";
  private static final int MOST_EVIDENCE = 4;

  @Override
  public Advice advise(Facts facts) {
    if (facts.setting(NAME).isEmpty()) {
      return Advice.none(NAME + ": this version of the server has none.");
    }
    var spills = facts.spills().stream().filter(MemoryNeed::hashed).toList();
    if (spills.isEmpty()) {
      return Advice.none(NAME + ": no hash is estimated to need more than it gives.");
    }
    double now = facts.settings().number(NAME, 1);
    var evidence =
        spills.stream()
            .limit(MOST_EVIDENCE)
            .map(s ->
                s.part()
                    + ": a "
                    + s.node()
                    + " of an estimated "
                    + Amount.about(s.bytes())
                    + " has "
                    + Amount.about(facts.nodeMemory(true)))
            .toList();
    return Advice.of(
        DoubleStream.of(2 * now, 4 * now).mapToObj(v -> candidate(v, evidence)).toList());
  }

  private static Candidate candidate(double value, List<String> evidence) {
    return new Candidate(
        NAME,
        Numbers.text(value),
        evidence,
        "Hashes that are split into batches on disk could stay in memory; sorts keep what they have.",
        "Every session may take that many times work_mem for each hash of a plan.");
  }
}
