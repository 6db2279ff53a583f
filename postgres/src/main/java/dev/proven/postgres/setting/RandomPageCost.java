package dev.proven.postgres.setting;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * {@code random_page_cost}: what the planner believes a page costs that is not read in order. The
 * default is four times a page in order, which is a disk's; pages in memory cost the same in any
 * order.
 */
final class RandomPageCost implements Rule {
  private static final String NAME = "random_page_cost";
  private static final double NEAR = 1.2;
  private static final double CACHED = 0.99;
  private static final double SHARE_OF_MEMORY = 0.5;

  @Override
  public Advice advise(Facts facts) {
    double inOrder = facts.settings().number("seq_page_cost", 1);
    double now = facts.settings().number(NAME, 4);
    if (now <= NEAR * inOrder) {
      return Advice.none(NAME + ": it is near seq_page_cost already.");
    }
    var evidence = evidence(facts);
    if (evidence.isEmpty()) {
      return Advice.none(
          NAME
              + ": nothing shows that the data are in memory, so reading out of order may be dear.");
    }
    return Advice.of(
        DoubleStream.of(1.1 * inOrder, 1.5 * inOrder, 2 * inOrder)
            .filter(v -> v < now)
            .mapToObj(v -> candidate(v, evidence))
            .toList());
  }

  private static List<String> evidence(Facts facts) {
    var evidence = new ArrayList<String>();
    var memory = facts.machine().bytes();
    if (memory.isPresent() && facts.serverBytes() < SHARE_OF_MEMORY * memory.get()) {
      evidence.add(
          "The server's databases hold "
              + Amount.about(facts.serverBytes())
              + ", and its memory is "
              + Amount.about(memory.get())
              + ": what is used stays in memory.");
    }
    var counters = facts.counters();
    if (counters.saysHitRate() && counters.hitRate() >= CACHED) {
      evidence.add(
          Numbers.text(100 * counters.hitRate())
              + " % of the pages were found in shared buffers (pg_stat_database).");
    }
    return evidence;
  }

  private static Candidate candidate(double value, List<String> evidence) {
    return new Candidate(
        NAME,
        Numbers.text(value),
        evidence,
        "The planner would take an index more often.",
        "It changes plans of all statements at once, and some may get slower.");
  }
}
