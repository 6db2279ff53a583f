package dev.proven.report;

import dev.proven.core.ChangeRecord;
import dev.proven.core.Diagnosis;
import dev.proven.core.Screening;
import dev.proven.core.Workload;
import dev.proven.core.evidence.ExperimentEvidence;
import dev.proven.core.evidence.Run;
import dev.proven.core.evidence.RunRecord;
import dev.proven.core.experiment.Judge;
import dev.proven.core.experiment.Metric;
import dev.proven.core.experiment.Part;
import dev.proven.core.experiment.Verdict;
import dev.proven.core.sprint.DiagnosisRecord;
import dev.proven.core.sprint.PilotRecord;
import dev.proven.core.sprint.ProposalRecord;
import dev.proven.core.sprint.TargetRecord;
import dev.proven.core.stats.MinimumDetectableEffect;
import dev.proven.core.stats.PairedT;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Whole runs for tests: a realistic one, a hostile one and an empty one. */
final class Fixture {
  static final String HOSTILE =
      "</script><script>alert('1')</script> \"Gr\u00f6\u00dfe\" & `x`|\u96ea";

  private static final String[] TITLES = {
    "pricing summary",
    "minimum cost supplier",
    "shipping priority",
    "order priority checking",
    "local supplier volume",
    "forecasting revenue change",
    "volume shipping",
    "national market share",
    "product type profit",
    "returned items",
    "important stock",
    "shipping modes",
    "customer distribution",
    "promotion effect",
    "top supplier",
    "parts and suppliers",
    "small-quantity orders",
    "large volume customers",
    "discounted revenue",
    "potential part promotion",
    "suppliers who kept orders waiting",
    "global sales opportunity"
  };
  private static final double[] SECONDS = {
    0.61, 0.048, 0.21, 0.13, 0.16, 0.085, 0.14, 0.12, 0.42, 0.19, 0.022, 0.15, 0.29, 0.093, 0.19,
    0.11, 36, 0.72, 0.11, 41, 0.33, 0.051
  };

  private static final Map<String, Double> PARTKEY =
      Map.of("Q17", 0.0021, "Q20", 0.0034, "Q19", 0.21, "Q14", 0.98);
  private static final Map<String, Double> CUSTKEY = Map.of("Q22", 0.38, "Q3", 0.81, "Q13", 0.72);
  private static final Map<String, Double> SUPPKEY = Map.of("Q21", 0.64, "Q7", 0.9, "Q2", 0.52);
  private static final Map<String, Double> WRITES =
      Map.of("W1", 1.12, "W2", 1.34, "W3", 1.19, "W4", 1.01);

  private final List<Part> parts = parts();
  private final Lab lab = new Lab(seconds());
  private final List<ExperimentEvidence> experiments = new ArrayList<>();
  private final List<ProposalRecord> proposals = new ArrayList<>();
  private final String taint;

  private Fixture(String taint) {
    this.taint = taint;
  }

  /** 22 reads of which two are capped, four writes, seven proposals with all five verdicts. */
  static Run realistic() {
    return new Fixture("").run();
  }

  /** The same with names that try to break out of every format. */
  static Run hostile() {
    return new Fixture(HOSTILE).run();
  }

  /** Two proposals were measured and neither helps. */
  static Run nothingProven() {
    var f = new Fixture("");
    f.propose("customer.c_name", Map.of(), 0.01, 12, false, "Q13", "Q10");
    f.propose("part.p_size", Map.of(), 0.01, 12, false, "Q16", "Q2");
    return f.record(List.of(), "");
  }

  /** No optimizer found anything. */
  static Run empty() {
    return new Fixture("").record(List.of(), "");
  }

  private Run run() {
    experiments.add(
        lab.run(
            "00-pilot", "Pilot, A against A", "", ids("Q1", "Q5", "Q9"), Map.of(), 0.02, 6, false));
    propose("lineitem.l_partkey", PARTKEY, 0.02, 12, true, "Q17", "Q20", "Q19", "Q14", "W1");
    propose("orders.o_custkey", CUSTKEY, 0.02, 12, true, "Q22", "Q3", "Q13", "W2");
    propose("lineitem.l_suppkey", SUPPKEY, 0.02, 12, true, "Q21", "Q7", "Q2", "W1");
    propose("lineitem.l_shipdate", Map.of(), 0.01, 12, false, "Q6", "Q14", "Q15");
    propose("partsupp.ps_suppkey", Map.of("Q11", 0.94), 0.16, 12, false, "Q11", "Q16");
    propose(
        "orders.o_orderdate", Map.of("Q4", 1.31, "Q8", 0.7), 0.02, 12, false, "Q4", "Q8", "Q10");
    proposals.add(
        proposal("customer.c_phone", "", Verdict.NOT_RUN, "The time budget was used up.", false));
    var all = new TreeMap<String, Double>(PARTKEY);
    all.putAll(CUSTKEY);
    all.putAll(SUPPKEY);
    all.putAll(WRITES);
    var script = "CREATE INDEX ...";
    experiments.add(lab.run("07-set", "The chosen set of 3", script, parts, all, 0.02, 24, true));
    return record(
        List.of("lineitem.l_partkey", "orders.o_custkey", "lineitem.l_suppkey"), "07-set");
  }

  private void propose(
      String id,
      Map<String, Double> factors,
      double noise,
      int blocks,
      boolean chosen,
      String... affected) {
    var folder = "%02d-%s".formatted(experiments.size(), id.replaceAll("[^a-z]", "-"));
    var e =
        lab.run(folder, "Index on " + id, script(id), ids(affected), factors, noise, blocks, false);
    experiments.add(e);
    proposals.add(proposal(id, folder, e.judgement().verdict(), e.judgement().why(), chosen));
  }

  private ProposalRecord proposal(
      String id, String folder, Verdict verdict, String why, boolean chosen) {
    return new ProposalRecord(
        id,
        "indexes",
        ("Index " + id.replace('.', '(') + ")" + " " + taint).strip(),
        List.of("3 statements filter on it and read the whole table; 96 % of their time"),
        "Estimated cost of the affected statements -87 %",
        "Each insert into the table also writes the index, about 14 MB",
        script(id) + (taint.isEmpty() ? "" : "\n-- " + taint),
        List.of(new ChangeRecord("postgres", "create-index", new TreeMap<>(Map.of("index", id)))),
        folder,
        verdict,
        why,
        chosen);
  }

  private static String script(String id) {
    var table = id.substring(0, id.indexOf('.'));
    var column = id.substring(id.indexOf('.') + 1);
    return "CREATE INDEX CONCURRENTLY \"%s_%s_idx\"%n  ON public.\"%s\" (\"%s\");"
        .formatted(table, column, table, column);
  }

  private Run record(List<String> chosen, String chosenExperiment) {
    var target =
        new TargetRecord(
            "postgres",
            "postgresql://db.example/shop" + taint,
            "postgresql://app@db.example/shop",
            new TreeMap<>(Map.of("server", "PostgreSQL 18.6", "shared_buffers", "128MB")),
            "pg_stat_statements, the 26 costliest statements",
            parts,
            List.of(
                new Workload.LeftOut(
                    "COPY lineitem FROM STDIN" + taint, "needs the client's file")),
            seconds(),
            List.of(diagnosis()),
            proposals,
            pilot(),
            experiments.stream().map(ExperimentEvidence::folder).toList(),
            chosen,
            chosenExperiment,
            "9f2c".repeat(16),
            "9f2c".repeat(16),
            List.of("24 blocks can show an effect of 1.7 % or more on the total."));
    return new Run(head(target), experiments);
  }

  private static RunRecord head(TargetRecord target) {
    return new RunRecord(
        "20261123-104500-3fa9",
        "runs/20261123-104500-3fa9",
        "0.1.0",
        "proven run postgresql://db.example/shop",
        Instant.parse("2026-11-23T10:45:00Z"),
        Instant.parse("2026-11-23T10:56:05Z"),
        new TreeMap<>(
            Map.of("cores", "2", "memory", "24 GiB", "processor", "x86-64", "system", "Linux 6.1")),
        List.of(target));
  }

  private DiagnosisRecord diagnosis() {
    return new DiagnosisRecord(
        "indexes",
        "Indexes for predicates, joins and sort keys",
        List.of("26 statements of pg_stat_statements"),
        List.of(new Diagnosis.Finding("sequential scan of lineitem", "Q17, Q20: 96 % of the time")),
        List.of(
            new Screening.Dropped(
                "nation.n_name", "Index nation(n_name)", "the planner would not use it")));
  }

  private PilotRecord pilot() {
    if (experiments.isEmpty()) {
      return new PilotRecord(0, new TreeMap<>(), new TreeMap<>(), List.of(), List.of(), "");
    }
    var pilot = experiments.getFirst();
    var noise = new TreeMap<String, Double>();
    var detectable = new TreeMap<String, Double>();
    for (Metric m : pilot.declaration().metrics()) {
      double s = PairedT.of(Judge.effects(m, pilot.samples())).standardDeviation();
      noise.put(m.name(), s);
      detectable.put(m.name(), MinimumDetectableEffect.of(s, 24));
    }
    return new PilotRecord(6, noise, detectable, List.of("Q15"), List.of("Q17", "Q20"), "00-pilot");
  }

  private List<Part> ids(String... ids) {
    return parts.stream().filter(p -> List.of(ids).contains(p.id())).toList();
  }

  private static List<Part> parts() {
    var reads =
        IntStream.rangeClosed(1, 22)
            .mapToObj(i -> new Part("Q" + i, TITLES[i - 1], "SELECT " + i, false, 1));
    var writes =
        Stream.of(
            new Part("W1", "insert into lineitem", "INSERT", true, 1),
            new Part("W2", "insert into orders", "INSERT", true, 1),
            new Part("W3", "update lineitem", "UPDATE", true, 1),
            new Part("W4", "delete old orders", "DELETE", true, 1));
    return Stream.concat(reads, writes).toList();
  }

  private static SortedMap<String, Double> seconds() {
    var seconds = new TreeMap<String, Double>();
    IntStream.rangeClosed(1, 22).forEach(i -> seconds.put("Q" + i, SECONDS[i - 1]));
    seconds.putAll(Map.of("W1", 0.0009, "W2", 0.0007, "W3", 0.0021, "W4", 0.0034));
    return seconds;
  }
}
