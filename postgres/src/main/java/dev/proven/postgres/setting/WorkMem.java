package dev.proven.postgres.setting;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.LongStream;

/**
 * {@code work_mem}: what a sort or a hash may keep in memory before it goes to disk. Tried are four
 * and sixteen times the present value and the one that the largest need fits into, as far as every
 * session could have it at once.
 */
final class WorkMem implements Rule {
  private static final int MOST_EVIDENCE = 4;

  /** Estimates are estimates. */
  private static final double RESERVE = 1.25;

  @Override
  public Advice advise(Facts facts) {
    var spills = facts.spills();
    if (spills.isEmpty() && facts.counters().temporaryBytes() == 0) {
      return Advice.none(
          "work_mem: no estimate exceeds it, and the database has written no temporary file.");
    }
    var budget = MemoryBudget.of(facts);
    if (budget.memory().isEmpty()) {
      return Advice.none("work_mem: it was not enough, but the server's memory is unknown.");
    }
    var values = values(facts, spills, budget.workMemAllowed());
    if (values.isEmpty()) {
      return Advice.none(
          "work_mem: it is not enough, but with "
              + budget.sessions()
              + " sessions the server's memory does not allow more; lower max_connections, or put a"
              + " pool in front.");
    }
    return Advice.of(values.stream().map(v -> candidate(v, facts, budget)).toList());
  }

  private static List<Long> values(Facts facts, List<MemoryNeed> spills, double allowed) {
    long now = facts.settings().bytes("work_mem");
    double multiplier = facts.nodeMemory(true) / facts.nodeMemory(false);
    double need =
        spills.stream()
            .mapToDouble(s -> s.hashed() ? s.bytes() / multiplier : s.bytes())
            .max()
            .orElse(32.0 * now);
    long holding = 2 * Amount.powerOfTwo(RESERVE * need);
    long largest = Amount.powerOfTwo(allowed);
    var values = new TreeSet<Long>();
    LongStream.of(4 * now, 16 * now, Math.min(holding, largest))
        .filter(v -> v > now && v <= largest)
        .forEach(values::add);
    return List.copyOf(values);
  }

  private static Candidate candidate(long value, Facts facts, MemoryBudget budget) {
    var written = Amount.text(value);
    var with = budget.with(java.util.Map.of("work_mem", written));
    return new Candidate(
        "work_mem",
        written,
        evidence(facts),
        "Sorts and hashes that go to disk now could stay in memory.",
        "Every session may take it for each large node of a plan: "
            + Amount.about(with.total())
            + " of the server's "
            + Amount.about(budget.memory().orElse(0L))
            + " if all "
            + budget.sessions()
            + " sessions do so at once, once each.");
  }

  private static List<String> evidence(Facts facts) {
    var evidence = new ArrayList<String>();
    facts.spills().stream()
        .limit(MOST_EVIDENCE)
        .map(s ->
            s.part()
                + ": a "
                + s.node()
                + " of an estimated "
                + Amount.about(s.bytes())
                + " has "
                + Amount.about(facts.nodeMemory(s.hashed())))
        .forEach(evidence::add);
    if (facts.counters().temporaryBytes() > 0) {
      evidence.add(
          "The database has written "
              + facts.counters().temporaryFiles()
              + " temporary files of "
              + Amount.about(facts.counters().temporaryBytes())
              + " in all (pg_stat_database).");
    }
    evidence.add(facts.machine().inWords());
    return evidence;
  }
}
