package dev.proven.postgres.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.CostedWorkload;
import dev.proven.core.Diagnosis;
import dev.proven.core.Optimizer;
import dev.proven.core.OptimizerContract;
import dev.proven.core.Proposal;
import dev.proven.core.Screening;
import dev.proven.core.Session;
import dev.proven.core.TargetSpec;
import dev.proven.core.Workload;
import dev.proven.core.apply.HandOver;
import dev.proven.core.experiment.Arm;
import dev.proven.core.experiment.Part;
import dev.proven.core.experiment.Slot;
import dev.proven.core.experiment.Testbed;
import dev.proven.postgres.PostgresKind;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.rewrite.catalog.Catalog;
import dev.proven.postgres.rewrite.rule.Facts;
import dev.proven.postgres.rewrite.rule.Rewritten;
import dev.proven.postgres.rewrite.rule.Rule;
import dev.proven.postgres.rewrite.rule.Rules;
import dev.proven.postgres.rewrite.sql.Expr;
import dev.proven.postgres.rewrite.sql.From;
import dev.proven.postgres.rewrite.sql.Query;
import dev.proven.postgres.rewrite.sql.Rebuild;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RewriteOptimizerTest extends OptimizerContract<PostgresTarget> {
  private static final Duration PATIENT = Duration.ofMinutes(20);

  private static RewriteServer server;
  private static Diagnosis<PostgresTarget> diagnosis;

  @BeforeAll
  static void start() {
    server = Bazaar.open();
    diagnosis = new RewriteOptimizer().diagnose(server.target, bazaar());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Workload bazaar() {
    return new Workload(
        "test", Bazaar.statements().stream().map(Bazaar.Statement::part).toList(), List.of());
  }

  @Override
  protected PostgresTarget target() {
    return server.target;
  }

  @Override
  protected Workload workload() {
    return bazaar();
  }

  @Override
  protected Optimizer<PostgresTarget> optimizer() {
    return new RewriteOptimizer(Rules.all(), PATIENT);
  }

  @Override
  protected Session session() {
    return server.session;
  }

  static List<Bazaar.Statement> statements() {
    return Bazaar.statements();
  }

  @ParameterizedTest
  @MethodSource("statements")
  void a_statement_is_rewritten_or_refused_with_a_reason(Bazaar.Statement s) {
    var ids =
        diagnosis.proposals().stream()
            .map(Proposal::id)
            .filter(id -> id.startsWith(s.id() + "."))
            .toList();
    var looked =
        diagnosis.looked().stream()
            .filter(l -> l.startsWith(s.id() + " ") || l.startsWith(s.id() + ":"))
            .collect(Collectors.joining("; "));
    switch (s.expected()) {
      case Bazaar.Expected.Rewritten r ->
          assertThat(ids)
              .as(looked)
              .anyMatch(id -> (id + "+").startsWith(s.id() + "." + r.rules() + "+"));
      case Bazaar.Expected.Refused r -> {
        assertThat(ids).isEmpty();
        assertThat(looked).contains(r.words());
      }
      case Bazaar.Expected.Silent _ -> {
        assertThat(ids).isEmpty();
        assertThat(looked).isEmpty();
      }
      case Bazaar.Expected.Advised a -> {
        assertThat(ids).isEmpty();
        assertThat(diagnosis.findings())
            .anyMatch(f -> f.title().startsWith(s.id() + " ") && f.title().contains(a.words()));
      }
    }
  }

  @Test
  void every_statement_is_accounted_for() {
    assertThat(diagnosis.looked().getFirst()).matches("The text of \\d+ of \\d+ statements.*");
    assertThat(diagnosis.looked()).anyMatch(l -> l.startsWith("No rule fits "));
    assertThat(diagnosis.looked()).noneMatch(l -> l.startsWith("The server refused"));
  }

  /** What a run on the unchanged copy costs and answers, as the sprint finds it out. */
  private static CostedWorkload costed(Testbed<PostgresTarget> testbed, List<Part> parts)
      throws Exception {
    var seconds = new TreeMap<String, Double>();
    var answers = new TreeMap<String, String>();
    try (var launch = testbed.launch(Arm.A, null)) {
      for (var part : parts) {
        var seen = launch.run(part, slot(60));
        seconds.put(part.id(), seen.samples().getOrDefault("wall", new double[1])[0]);
        answers.put(part.id(), seen.answer());
      }
    }
    return new CostedWorkload(new Workload("test", parts, List.of()), seconds, answers);
  }

  private static Slot slot(int capSeconds) {
    return new Slot(0, 1, false, 0, Duration.ofSeconds(capSeconds));
  }

  @MustBeClosed
  private Testbed<PostgresTarget> testbed() {
    return optimizer().testbed(target(), session());
  }

  @Test
  void what_is_kept_is_faster_and_answers_the_same_and_says_how_that_is_known() throws Exception {
    var before = target().fingerprint();
    try (var testbed = testbed()) {
      var costed = costed(testbed, workload().parts());
      var screening = optimizer().screen(testbed, diagnosis.proposals(), costed, session());
      assertThat(screening.kept()).extracting(Proposal::id).doesNotHaveDuplicates();
      assertThat(screening.dropped()).allMatch(d -> !d.reason().isBlank());
      assertThat(screening.dropped())
          .as("no rule of the library gives a wrong text")
          .noneMatch(d -> d.reason().contains("answers"));
      for (var proposal : screening.kept()) {
        keeps(testbed, costed, proposal);
      }
      // A hundred times less work, whatever the machine does meanwhile.
      assertThat(screening.kept().stream().map(p -> p.id().replaceFirst("\\..*", "")))
          .contains("counts", "never-bought", "bought-or-got", "neither-bought-nor-got", "as-text");
    }
    assertThat(target().fingerprint()).isEqualTo(before);
  }

  private void keeps(
      Testbed<PostgresTarget> testbed, CostedWorkload costed, Proposal<PostgresTarget> proposal)
      throws Exception {
    var part = costed.workload().part(proposal.id().replaceFirst("\\..*", ""));
    assertThat(proposal.evidence())
        .as(proposal.id())
        .anyMatch(e -> e.startsWith("Proved: ") || e.startsWith("Not proved"))
        .anyMatch(e -> e.matches("Tested on \\d+ generated databases.*"))
        .anyMatch(e -> e.startsWith("In one snapshot of the copy"));
    try (var launch = testbed.launch(Arm.B, proposal.change())) {
      var affected = optimizer().affected(testbed, costed.workload().parts());
      assertThat(affected).contains(part.id());
      if (proposal.change() instanceof SendRewritten) {
        assertThat(affected).containsExactly(part.id());
        assertThat(proposal.change().records())
            .extracting(HandOver::of)
            .singleElement()
            .satisfies(h -> assertThat(h.file()).isEqualTo(part.id() + ".sql"))
            .satisfies(h ->
                assertThat(h.text())
                    .contains("-- formerly: ")
                    .contains(proposal.change().script()));
      }
      assertThat(launch.run(part, slot(60)).answer())
          .as(proposal.id())
          .isEqualTo(costed.answers().get(part.id()));
    }
    testbed.put(null);
  }

  @Test
  void what_there_is_no_time_for_is_named() throws Exception {
    var hasty = new RewriteOptimizer(Rules.all(), Duration.ZERO);
    try (var testbed = testbed()) {
      var costed = new CostedWorkload(workload(), new TreeMap<>());
      var screening = hasty.screen(testbed, diagnosis.proposals(), costed, session());
      assertThat(screening.kept()).isEmpty();
      assertThat(screening.dropped())
          .hasSameSizeAs(diagnosis.proposals())
          .allMatch(d -> d.reason().startsWith("not tried: "));
    }
  }

  @Test
  void statements_that_are_not_reached_are_named() throws SQLException {
    try (var connection = target().connect()) {
      var catalog = Catalog.of(connection);
      var planner = new Planner(connection);
      var reading =
          new Reading(
              new StatementReader(catalog, planner),
              new Search(Rules.all(), catalog.functions(), planner),
              target().texts(),
              target().knowledge(),
              Duration.ZERO);
      assertThat(reading.of(workload(), "rewrites").looked())
          .anyMatch(l -> l.startsWith("Not read") && l.contains("counts"));
    }
  }

  @Test
  void another_text_is_suspected_only_of_its_own_statement() throws Exception {
    try (var testbed = testbed()) {
      var counts = workload().part("counts");
      var chosen = diagnosis.proposals();
      assertThat(optimizer().suspects(testbed, chosen, List.of(counts)))
          .isNotEmpty()
          .allMatch(id -> id.startsWith("counts."));
    }
  }

  @Test
  void a_role_that_may_only_read_is_enough_to_look() {
    var url = "postgresql://reader:r@127.0.0.1:%d/shop".formatted(target().address().port());
    try (var reader = new PostgresKind().open(TargetSpec.of(url), session())) {
      assertThat(optimizer().diagnose(reader, workload()).proposals())
          .extracting(Proposal::id)
          .isEqualTo(diagnosis.proposals().stream().map(Proposal::id).toList());
    }
  }

  /** A rule that forgets a precondition. */
  private record Careless(String id, Function by) implements Rule {
    @FunctionalInterface
    interface Function {
      Optional<Query> of(Query query);
    }

    @Override
    public List<Rewritten> rewrite(Query root, Facts facts) {
      return by.of(root).stream()
          .map(q -> new Rewritten(q, "wastes", "a better way", List.of(), Optional.of("Trust me.")))
          .toList();
    }

    @Override
    public boolean canBeEstimated() {
      return false;
    }
  }

  private static Rebuild inBlocks(java.util.function.UnaryOperator<Query.Block> change) {
    return new Rebuild() {
      @Override
      protected Query block(Query.Block b) {
        return super.block(change.apply(b));
      }
    };
  }

  private static Optional<Query> changed(Query query, Rebuild by) {
    var other = by.query(query);
    return other.equals(query) ? Optional.empty() : Optional.of(other);
  }

  private static final Careless NOT_IN =
      new Careless(
          "careless-not-in",
          q ->
              changed(
                  q,
                  new Rebuild() {
                    @Override
                    public Expr expr(Expr expr) {
                      if (expr instanceof Expr.InQuery in
                          && in.negated()
                          && in.query() instanceof Query.Block b) {
                        var where = new java.util.ArrayList<>(b.where());
                        where.add(new Expr.Binary("=", b.items().getFirst().expr(), in.operand()));
                        return new Expr.Not(new Expr.Exists(b.withWhere(where)));
                      }
                      return super.expr(expr);
                    }
                  }));

  private static final Careless INNER =
      new Careless(
          "careless-inner-join",
          q ->
              changed(
                  q,
                  new Rebuild() {
                    @Override
                    protected From from(From from) {
                      return from instanceof From.Joined j && j.kind() == From.Kind.LEFT
                          ? new From.Joined(From.Kind.INNER, j.left(), j.right(), j.on())
                          : super.from(from);
                    }
                  }));

  private static final Careless ALL =
      new Careless(
          "careless-union-all",
          q ->
              changed(
                  q,
                  new Rebuild() {
                    @Override
                    public Query query(Query query) {
                      return query instanceof Query.SetOperation s && s.operator().equals("UNION")
                          ? new Query.SetOperation("UNION ALL", s.left(), s.right(), s.bounds())
                          : super.query(query);
                    }
                  }));

  private static final Careless FIRST_SIDE =
      new Careless(
          "careless-or",
          q ->
              changed(
                  q,
                  new Rebuild() {
                    @Override
                    public Expr expr(Expr expr) {
                      return expr instanceof Expr.Or o ? o.terms().getFirst() : super.expr(expr);
                    }
                  }));

  private static final Careless NO_DISTINCT =
      new Careless("careless-distinct", q -> changed(q, inBlocks(b -> b.withDistinct(false))));

  private static final Careless NO_LIMIT =
      new Careless(
          "careless-limit",
          q ->
              changed(
                  q,
                  inBlocks(b -> b.withBounds(new Query.Bounds(b.bounds().order(), null, null)))));

  private static final Careless NO_ORDER =
      new Careless(
          "careless-order",
          q ->
              changed(
                  q,
                  inBlocks(b ->
                      b.withBounds(
                          new Query.Bounds(List.of(), b.bounds().limit(), b.bounds().offset())))));

  /**
   * Rules that are wrong wherever they fit; that they call themselves proved helps them nothing.
   */
  static List<Rule> careless() {
    return List.of(NOT_IN, INNER, ALL, FIRST_SIDE, NO_DISTINCT, NO_LIMIT, NO_ORDER);
  }

  /** Here nothing is NULL, and no row comes twice. */
  private static final Set<String> RIGHT_BY_CHANCE = Set.of("without-purchase", "disjoint");

  @Test
  void careless_rules_get_nothing_past_the_screening() throws Exception {
    var optimizer = new RewriteOptimizer(careless(), PATIENT);
    var wrong = optimizer.diagnose(target(), workload());
    assertThat(wrong.proposals().stream().map(p -> p.id().replaceFirst(".*\\.", "")).distinct())
        .as("each is wrong somewhere")
        .contains(
            "careless-not-in",
            "careless-inner-join",
            "careless-union-all",
            "careless-or",
            "careless-distinct",
            "careless-limit",
            "careless-order");
    try (var testbed = testbed()) {
      var parts =
          workload().parts().stream()
              .filter(p -> !RIGHT_BY_CHANCE.contains(p.id()))
              .filter(
                  p -> wrong.proposals().stream().anyMatch(x -> x.id().startsWith(p.id() + ".")))
              .toList();
      var costed = costed(testbed, parts);
      var proposals =
          wrong.proposals().stream()
              .filter(p -> parts.stream().anyMatch(x -> p.id().startsWith(x.id() + ".")))
              .toList();
      var screening = optimizer.screen(testbed, proposals, costed, session());
      assertThat(screening.kept()).extracting(Proposal::id).isEmpty();
      assertThat(screening.dropped())
          .extracting(Screening.Dropped::reason)
          .anyMatch(r -> r.contains("answers something else"));
    }
  }
}
