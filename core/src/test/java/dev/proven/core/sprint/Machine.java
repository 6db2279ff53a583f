package dev.proven.core.sprint;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.Change;
import dev.proven.core.ChangeRecord;
import dev.proven.core.Diagnosis;
import dev.proven.core.Optimizer;
import dev.proven.core.Proposal;
import dev.proven.core.Session;
import dev.proven.core.Target;
import dev.proven.core.Workload;
import dev.proven.core.experiment.Launch;
import dev.proven.core.experiment.Observation;
import dev.proven.core.experiment.Part;
import dev.proven.core.experiment.Slot;
import dev.proven.core.experiment.Testbed;
import dev.proven.core.journal.Journal;
import dev.proven.core.journal.Undo;
import dev.proven.core.journal.UndoHandler;
import dev.proven.core.journal.UndoRecord;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A system in this process whose parts take drawn seconds, by the switches that are on. */
final class Machine implements Target {
  final TreeSet<String> on = new TreeSet<>();
  private final Random random;
  private final Seconds seconds;

  /** How long a part takes with those switches on. */
  @FunctionalInterface
  interface Seconds {
    double of(String part, Set<String> on);
  }

  Machine(long seed, Seconds seconds) {
    this.random = new Random(seed);
    this.seconds = seconds;
  }

  @Override
  public String kind() {
    return "machine";
  }

  @Override
  public String name() {
    return "machine";
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
    return on.toString();
  }

  @Override
  public void close() {}

  @MustBeClosed
  Launch launch() {
    return new Launch() {
      @Override
      public Observation run(Part part, Slot slot) {
        double drawn = seconds.of(part.id(), on) * Math.exp(0.01 * random.nextGaussian());
        var samples = new TreeMap<String, double[]>();
        samples.put("cpu", new double[] {drawn});
        return new Observation(samples, "same", false);
      }

      @Override
      public void close() {}
    };
  }

  static Map<String, UndoHandler> handlers(Machine a, Machine b) {
    return Map.of(
        "machine",
        undo -> {
          var machine = undo.field("machine").equals("a") ? a : b;
          machine.on.remove(undo.field("switch"));
        });
  }

  /** Turns a switch on. */
  record SwitchOn(String name, Machine a) implements Change<Machine> {
    @Override
    public String script() {
      return "switch on " + name;
    }

    @Override
    public List<ChangeRecord> records() {
      return List.of(new ChangeRecord("machine", "on", new TreeMap<>(Map.of("switch", name))));
    }

    @Override
    @MustBeClosed
    public Undo apply(Machine target, Journal journal) throws Exception {
      var arguments = new TreeMap<String, String>();
      arguments.put("machine", target == a ? "a" : "b");
      arguments.put("switch", name);
      return journal.apply(
          new UndoRecord("machine", "off", name, arguments), () -> target.on.add(name));
    }
  }

  /** Proposes switches, and notes what stood on the unchanged arm when it was asked. */
  static final class Switches implements Optimizer<Machine> {
    private final String id;
    private final List<String> names;
    private final Machine a;
    private final Machine b;
    final TreeSet<String> seen = new TreeSet<>();
    boolean refusing;
    Set<String> guilty = Set.of();

    Switches(String id, List<String> names, Machine a, Machine b) {
      this.id = id;
      this.names = names;
      this.a = a;
      this.b = b;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public String course() {
      return "switches";
    }

    @Override
    public String title() {
      return id;
    }

    @Override
    public Diagnosis<Machine> diagnose(Machine target, Workload workload) {
      seen.addAll(target.on);
      var proposals =
          names.stream()
              .map(n -> new Proposal<>(n, n, List.of(), "", "", new SwitchOn(n, a)))
              .toList();
      return new Diagnosis<>(id, List.of(), List.of(), proposals);
    }

    @Override
    @MustBeClosed
    public Testbed<Machine> testbed(Machine target, Session session) {
      return Testbed.sideBySide(
          a,
          b,
          Machine::launch,
          session.journal(),
          new Testbed.Rules("a launch", "nothing"),
          List.of());
    }

    @Override
    public boolean refusesSlowerParts() {
      return refusing;
    }

    @Override
    public Set<String> suspects(
        Testbed<Machine> testbed, List<Proposal<Machine>> chosen, List<Part> slowerParts) {
      return chosen.stream().map(Proposal::id).filter(guilty::contains).collect(Collectors.toSet());
    }

    @Override
    public List<String> measures() {
      return List.of("cpu");
    }
  }
}
