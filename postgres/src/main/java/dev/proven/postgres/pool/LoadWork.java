package dev.proven.postgres.pool;

import dev.proven.core.Workload;
import dev.proven.core.experiment.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Makes the work that clients do of the statements of a workload. */
final class LoadWork {
  private static final int MOST_STATEMENTS = 20;
  private static final double ENOUGH = 0.95;

  /** Costs a server about as much as a client's ping. */
  private static final LoadScript.Called NOTHING = new LoadScript.Called("SELECT 1", 1);

  private LoadWork() {}

  /** One part: what those clients do in that situation. */
  static Workload of(Workload workload, Use use, Situation situation) {
    var leftOut = new ArrayList<Workload.LeftOut>();
    var reads =
        workload.parts().stream()
            .filter(p -> !p.write())
            .sorted(Comparator.comparingDouble(Part::weight).reversed())
            .toList();
    workload.parts().stream()
        .filter(Part::write)
        .forEach(p ->
            leftOut.add(
                new Workload.LeftOut(
                    p.id() + " " + p.title(),
                    "it writes, and clients who all write the same row would wait for one another")));
    var called = new ArrayList<LoadScript.Called>();
    double all = reads.stream().mapToDouble(Part::weight).sum();
    double covered = 0;
    for (var part : reads) {
      if (called.size() < MOST_STATEMENTS && covered < ENOUGH * all) {
        called.add(new LoadScript.Called(part.text(), part.weight()));
        covered += part.weight();
      } else {
        leftOut.add(rare(part, all));
      }
    }
    if (called.isEmpty()) {
      called.add(NOTHING);
      leftOut.add(
          new Workload.LeftOut(
              "every statement", "none of them only reads, so each transaction is SELECT 1"));
    }
    var part = new LoadScript(use, called).part(situation);
    return new Workload(workload.source(), List.of(part), leftOut);
  }

  private static Workload.LeftOut rare(Part part, double all) {
    return new Workload.LeftOut(
        part.id() + " " + part.title(),
        String.format(
            Locale.ROOT, "it is rare, %.2g %% of the calls that read", 100 * part.weight() / all));
  }
}
