package dev.proven.examples;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Change;
import dev.proven.core.CostedWorkload;
import dev.proven.core.Diagnosis;
import dev.proven.core.Proposal;
import dev.proven.core.Screening;
import dev.proven.core.Session;
import dev.proven.core.TargetSpec;
import dev.proven.core.Workload;
import dev.proven.core.experiment.Arm;
import dev.proven.core.experiment.Launch;
import dev.proven.core.experiment.Part;
import dev.proven.core.experiment.Slot;
import dev.proven.core.experiment.Testbed;
import dev.proven.postgres.PostgresKind;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.Sql;
import dev.proven.postgres.index.IndexOptimizer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A database on which the index advisor is asked and what it chooses is measured: CPU seconds of
 * each statement on the unchanged copy and on the one with the chosen set, in turns.
 */
public final class AdvisedDatabase implements AutoCloseable {
  private static final Duration CAP = Duration.ofSeconds(60);

  /** What takes so many seconds on the unchanged copy is executed once there. */
  private static final double LONG = 2;

  private final Session session;
  private final PostgresTarget target;
  private final Testbed<PostgresTarget> testbed;
  private final IndexOptimizer optimizer = new IndexOptimizer();

  /** What was advised. */
  public record Advised(
      Workload workload,
      Diagnosis<PostgresTarget> diagnosis,
      Screening<PostgresTarget> screening,
      double seconds) {}

  /**
   * What a part takes.
   *
   * @param before seconds on the unchanged copy
   * @param after seconds with the chosen set
   * @param sameAnswer whether both answered alike
   */
  public record Taken(Part part, double before, double after, boolean sameAnswer) {
    /** How many times as long. */
    public double ratio() {
      return after / before;
    }
  }

  /** Clones a database that is at rest, whose new indexes may take so many bytes. */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // closed with this
  public AdvisedDatabase(Session session, PostgresTarget whole, long budget) {
    this.session = session;
    this.target = whole.withIndexBudget(budget);
    this.testbed = optimizer.testbed(target, session);
  }

  /** Asks the advisor; its seconds are those of diagnosing and screening alone. */
  public Advised advise(Path workloadFile) throws Exception {
    var spec = TargetSpec.of("embedded").withWorkload(workloadFile);
    var workload = new PostgresKind().workload(target, spec);
    var costed = new CostedWorkload(workload, profile(workload));
    long start = System.nanoTime();
    var diagnosis = optimizer.diagnose(target, workload);
    var screening = optimizer.screen(testbed, diagnosis.proposals(), costed, session);
    return new Advised(workload, diagnosis, screening, (System.nanoTime() - start) / 1e9);
  }

  private Map<String, Double> profile(Workload workload) throws Exception {
    var seconds = new TreeMap<String, Double>();
    try (var launch = testbed.launch(Arm.A, null)) {
      for (Part part : workload.parts()) {
        double first = seconds(launch, part, 1);
        seconds.put(part.id(), first < 1 ? seconds(launch, part, 3) : first);
      }
    }
    return seconds;
  }

  /** The least of some executions: whatever disturbs only adds. */
  private static double seconds(Launch launch, Part part, int times) throws Exception {
    double least = Double.MAX_VALUE;
    for (int i = 0; i < times; i++) {
      least = Math.min(least, cpu(launch.run(part, new Slot(0, 1, false, 0, CAP)).samples()));
    }
    return least;
  }

  /** Measures every part in turns. */
  public List<Taken> measure(Advised advised, int rounds) throws Exception {
    Change<PostgresTarget> all =
        Change.all(advised.screening().kept().stream().map(Proposal::change).toList());
    testbed.put(all);
    var before = new LinkedHashMap<String, List<Double>>();
    var after = new LinkedHashMap<String, List<Double>>();
    var taken = new ArrayList<Taken>();
    var answers = new TreeMap<String, Boolean>();
    for (int round = 0; round < rounds; round++) {
      try (var a = testbed.launch(Arm.A, all);
          var b = testbed.launch(Arm.B, all)) {
        for (Part part : advised.workload().parts()) {
          if (round == 0) {
            var one = a.run(part, new Slot(0, 1, false, 0, CAP));
            var two = b.run(part, new Slot(0, 1, false, 0, CAP));
            answers.put(part.id(), one.answer().equals(two.answer()) || one.capped());
            if (cpu(one.samples()) > LONG) {
              before.put(part.id(), List.of(cpu(one.samples())));
            }
          }
        }
        for (Part part : advised.workload().parts()) {
          turns(part, a, b, before, after, round);
        }
      }
    }
    for (Part part : advised.workload().parts()) {
      taken.add(
          new Taken(
              part,
              median(before.getOrDefault(part.id(), List.of())),
              median(after.getOrDefault(part.id(), List.of())),
              answers.getOrDefault(part.id(), false)));
    }
    return taken;
  }

  private static double cpu(Map<String, double[]> samples) {
    var measured = samples.containsKey("cpu") ? samples.get("cpu") : samples.get("wall");
    return Objects.requireNonNull(measured)[0];
  }

  /** What takes seconds on the unchanged copy is executed once there. */
  private static void turns(
      Part part,
      Launch a,
      Launch b,
      Map<String, List<Double>> before,
      Map<String, List<Double>> after,
      int round)
      throws Exception {
    boolean known = before.getOrDefault(part.id(), List.of(0.0)).getFirst() > LONG;
    int times = 5;
    var slow = new ArrayList<Double>();
    var fast = new ArrayList<Double>();
    for (int i = 0; i < times; i++) {
      if (!known && (i + round) % 2 == 0) {
        slow.add(seconds(a, part, 1));
      }
      fast.add(seconds(b, part, 1));
      if (!known && (i + round) % 2 == 1) {
        slow.add(seconds(a, part, 1));
      }
    }
    after.computeIfAbsent(part.id(), _ -> new ArrayList<>()).add(median(fast));
    if (!known) {
      before.computeIfAbsent(part.id(), _ -> new ArrayList<>()).add(median(slow));
    }
  }

  private static double median(List<Double> values) {
    var sorted = values.stream().sorted().toList();
    int n = sorted.size();
    return n == 0 ? Double.NaN : (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
  }

  /** Real bytes of all indexes whose names are Proven's, as the chosen set stands. */
  public long newBytes() throws Exception {
    try (var connection = testbed.target(Arm.B).connect()) {
      return Sql.number(
          connection,
          "SELECT coalesce(sum(pg_relation_size(c.oid)), 0)::bigint FROM pg_class c"
              + " WHERE c.relkind = 'i' AND c.relname LIKE 'proven%'");
    }
  }

  /** The testbed, on which the chosen set stands after measuring. */
  public Testbed<PostgresTarget> testbed() {
    return testbed;
  }

  @Override
  public void close() {
    testbed.close();
  }
}
