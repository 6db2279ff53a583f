package dev.proven.core.experiment;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Change;
import dev.proven.core.ChangeRecord;
import dev.proven.core.Target;
import dev.proven.core.experiment.Metric.Aggregate;
import dev.proven.core.experiment.Metric.Role;
import dev.proven.core.journal.Journal;
import dev.proven.core.journal.Undo;
import dev.proven.core.journal.UndoHandler;
import dev.proven.core.journal.UndoRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A system that lives in this process: each of its parts takes a number of seconds that is drawn,
 * not waited for, so that the engine can be tested without a clock.
 */
final class Workbench implements Target {
  final Map<String, Double> seconds = new HashMap<>();
  final Map<String, String> answers = new HashMap<>();
  final List<String> log = new ArrayList<>();
  double noise = 0.02;
  double factor = 1;
  private final Random random;

  Workbench(long seed) {
    this.random = new Random(seed);
  }

  Workbench with(String part, double value) {
    seconds.put(part, value);
    return this;
  }

  @Override
  public String kind() {
    return "workbench";
  }

  @Override
  public String name() {
    return "workbench";
  }

  @Override
  public String url() {
    return "";
  }

  @Override
  public SortedMap<String, String> environment() {
    return new TreeMap<>();
  }

  @Override
  public String fingerprint() {
    return String.valueOf(factor);
  }

  @Override
  public void close() {}

  @MustBeClosed
  Launch launch() {
    log.add("launch at " + factor);
    return new Launch() {
      @Override
      public Observation run(Part part, Slot slot) {
        double base = seconds.getOrDefault(part.id(), 1.0) * factor;
        double value = base * Math.exp(noise * random.nextGaussian());
        double cap = slot.cap().toNanos() / 1e9;
        boolean capped = value > cap;
        var samples = new TreeMap<String, double[]>();
        samples.put("cpu", new double[] {capped ? cap : value});
        log.add((slot.warmUp() ? "warm " : "run ") + part.id());
        return new Observation(samples, answers.getOrDefault(part.id(), ""), capped);
      }

      @Override
      public void close() {
        log.add("close");
      }
    };
  }

  /** Makes everything that many times as slow. */
  record Speed(double factor) implements Change<Workbench> {
    @Override
    public String script() {
      return "factor " + factor;
    }

    @Override
    public List<ChangeRecord> records() {
      return List.of(
          new ChangeRecord(
              "workbench", "speed", new TreeMap<>(Map.of("factor", String.valueOf(factor)))));
    }

    @Override
    @MustBeClosed
    public Undo apply(Workbench target, Journal journal) throws Exception {
      var record = new UndoRecord("workbench", "reset", "factor", new TreeMap<>());
      return journal.apply(record, () -> target.factor = factor);
    }
  }

  static Map<String, UndoHandler> handlers(Workbench target) {
    return Map.of("workbench", _ -> target.factor = 1);
  }

  static Part part(String id) {
    return new Part(id, id, id, false, 1);
  }

  static Metric guardrail(String part, double margin) {
    return metric(part, Map.of(part, 1.0), Role.GUARDRAIL, margin);
  }

  static Metric total(String... parts) {
    var weights = new HashMap<String, Double>();
    for (String p : parts) {
      weights.put(p, 1.0);
    }
    return metric("total", weights, Role.PRIMARY, 0);
  }

  static Metric metric(String name, Map<String, Double> weights, Role role, double margin) {
    return Metric.of(name, "cpu", Statistic.MEDIAN, Aggregate.TOTAL, weights, role, margin);
  }

  static PartPlan plan(String part, int repetitions, boolean warmUp, double cap) {
    return new PartPlan(part, part, false, repetitions, warmUp, cap, true, 1000);
  }

  static Declaration declaration(List<Metric> metrics, List<PartPlan> plans, int blocks) {
    return declaration(metrics, plans, blocks, Stopping.LOOKS, "");
  }

  static Declaration declaration(
      List<Metric> metrics, List<PartPlan> plans, int blocks, Stopping stopping, String refused) {
    return new Declaration(
        "00-test",
        "test",
        "workbench",
        "factor",
        new Testbed.Rules("a launch", "nothing is carried over"),
        metrics,
        plans,
        List.of(),
        stopping,
        blocks,
        0.05,
        0.05,
        7,
        refused);
  }
}
