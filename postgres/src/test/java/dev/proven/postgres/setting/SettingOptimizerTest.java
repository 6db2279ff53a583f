package dev.proven.postgres.setting;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.MustBeClosed;
import dev.proven.core.CostedWorkload;
import dev.proven.core.Credentials;
import dev.proven.core.Diagnosis;
import dev.proven.core.Optimizer;
import dev.proven.core.OptimizerContract;
import dev.proven.core.Progress;
import dev.proven.core.Proposal;
import dev.proven.core.Screening;
import dev.proven.core.Session;
import dev.proven.core.TargetSpec;
import dev.proven.core.Workload;
import dev.proven.core.experiment.Arm;
import dev.proven.core.experiment.Part;
import dev.proven.core.journal.Journal;
import dev.proven.postgres.PostgresKind;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.Sql;
import dev.proven.postgres.apply.AlterDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingOptimizerTest extends OptimizerContract<PostgresTarget> {
  private static final String SETUP =
      """
      CREATE TABLE item (id int PRIMARY KEY, kind int NOT NULL, name text NOT NULL);
      INSERT INTO item SELECT n, n * 7919 % 50000, md5(n::text) FROM generate_series(1, 120000) n;
      CREATE TABLE detail (item int NOT NULL, amount int NOT NULL, note text NOT NULL);
      INSERT INTO detail SELECT 1 + n * 31 % 120000, n % 97, md5(n::text)
        FROM generate_series(1, 240000) n;
      CREATE ROLE reader LOGIN PASSWORD 'r';
      CREATE ROLE stubborn LOGIN PASSWORD 's';
      GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader, stubborn;
      """;

  private static final List<Part> PARTS =
      List.of(
          part("sorted", "SELECT * FROM item ORDER BY name, kind"),
          part(
              "joined",
              "SELECT i.name, d.note FROM item i JOIN detail d ON d.item = i.id AND d.note <> i.name"),
          part("grouped", "SELECT name, count(*) FROM item GROUP BY name"),
          part("one", "SELECT name FROM item WHERE id = 77"),
          new Part("write", "write", "UPDATE item SET kind = 5 WHERE id = 6", true, 1));

  @TempDir private static Path folder;
  private static Session session = session(Path.of("."));
  private static PostgresTarget target;

  private static Part part(String id, String text) {
    return new Part(id, id, text, false, 1);
  }

  private static Session session(Path home) {
    var handlers =
        Map.of("postgres", new PostgresKind().undoHandler(Credentials.fromEnvironment()));
    return new Session(
        "t2" + Long.toHexString(System.nanoTime()),
        Journal.open(home.resolve("journal"), handlers),
        Progress.silent());
  }

  @BeforeAll
  @SuppressWarnings("MustBeClosedChecker") // closed after the last test
  static void start() throws Exception {
    session = session(Files.createDirectories(folder.resolve("j")));
    target = PostgresKind.openEmbedded(session, "shop", c -> Sql.execute(c, SETUP));
  }

  @AfterAll
  static void stop() {
    target.close();
  }

  @Override
  protected PostgresTarget target() {
    return target;
  }

  @Override
  protected Workload workload() {
    return new Workload("test", PARTS, List.of());
  }

  @Override
  protected Optimizer<PostgresTarget> optimizer() {
    return new SettingOptimizer();
  }

  @Override
  protected Session session() {
    return session;
  }

  @Test
  void plansAreThoseOfTheTextsThatAreSent() throws SQLException {
    var sorted = PARTS.getFirst();
    target.texts().send("SELECT * FROM item", sorted.text());
    try (var explain = Explain.on(target)) {
      assertThat(explain.plans(List.of(sorted)).get("sorted")).matches(p -> !p.usesMemory());
      target.texts().sendAsWritten(sorted.text());
      assertThat(explain.plans(List.of(sorted)).get("sorted")).matches(Plan::usesMemory);
    } finally {
      target.texts().sendAsWritten(sorted.text());
    }
  }

  private Diagnosis<PostgresTarget> diagnosis() {
    return optimizer().diagnose(target, workload());
  }

  private static void execute(String sql) throws SQLException {
    try (var connection = target.connect()) {
      Sql.execute(connection, sql);
    }
  }

  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // handed on to who asked
  private static PostgresTarget as(String role, String password) {
    return new PostgresKind()
        .open(
            TargetSpec.of(
                "postgresql://%s:%s@127.0.0.1:%d/shop"
                    .formatted(role, password, target.address().port())),
            session);
  }

  @Test
  void proposes_memory_where_estimates_exceed_it_and_says_from_which_fact() {
    var workMem = proposals("work_mem");
    assertThat(workMem).hasSizeBetween(2, 3);
    assertThat(workMem.getFirst().evidence())
        .anyMatch(e -> e.startsWith("sorted: a Sort of an estimated"))
        .anyMatch(e -> e.contains("of memory"));
    assertThat(workMem.getFirst().risk()).contains("sessions");
    assertThat(proposals("hash_mem_multiplier")).isNotEmpty();
    assertThat(proposals("random_page_cost").getFirst().evidence().toString())
        .contains("what is used stays in memory");
  }

  @Test
  void names_every_setting_without_a_proposal_with_its_reason() {
    assertThat(diagnosis().looked())
        .anyMatch(l -> l.startsWith("jit: this server cannot compile"))
        .anyMatch(l -> l.startsWith("join_collapse_limit: no statement"))
        .anyMatch(l -> l.startsWith("maintenance_work_mem:"))
        .anyMatch(l -> l.contains("synchronous_commit: never proposed"));
  }

  private List<Proposal<PostgresTarget>> proposals(String setting) {
    return diagnosis().proposals().stream().filter(p -> p.id().startsWith(setting + "=")).toList();
  }

  @Test
  void a_role_that_may_only_read_is_enough() {
    try (var reader = as("reader", "r")) {
      var seen = optimizer().diagnose(reader, workload());
      assertThat(seen.proposals())
          .extracting(Proposal::id)
          .anyMatch(i -> i.startsWith("work_mem="));
      assertThat(seen.looked().getFirst()).as("read from /proc here").contains("of memory");
    }
  }

  @Test
  void a_setting_that_the_role_has_been_given_is_left_out_and_named() throws Exception {
    execute("ALTER ROLE stubborn SET work_mem = '2MB'");
    try (var stubborn = as("stubborn", "s")) {
      var seen = optimizer().diagnose(stubborn, workload());
      assertThat(seen.proposals())
          .extracting(Proposal::id)
          .noneMatch(i -> i.startsWith("work_mem="));
      assertThat(seen.looked())
          .anyMatch(l -> l.contains("ALTER ROLE has given the role a work_mem"));
    }
  }

  @Test
  void a_setting_of_the_database_is_changed_there_and_wins_on_the_clone() throws Exception {
    execute("ALTER DATABASE shop SET work_mem = '3MB'");
    try (var testbed = optimizer().testbed(target, session)) {
      var proposal = proposals("work_mem").getFirst();
      assertThat(proposal.title()).startsWith("work_mem from 3MB to ");
      assertThat(proposal.change().script())
          .isEqualTo("ALTER DATABASE \"shop\" SET \"work_mem\" = '12MB';");
      assertThat(proposal.change().records())
          .containsExactly(new AlterDatabase("work_mem", "12MB").record());
      assertThat(shown(testbed.target(Arm.B))).isEqualTo("3MB");
      testbed.put(proposal.change());
      assertThat(shown(testbed.target(Arm.B))).isEqualTo("12MB");
      assertThat(shown(testbed.target(Arm.A))).isEqualTo("3MB");
      var onTheClone = optimizer().diagnose(testbed.target(Arm.A), workload()).proposals();
      assertThat(onTheClone.getFirst().change().script()).contains("ALTER DATABASE \"shop\"");
      testbed.put(null);
      assertThat(shown(testbed.target(Arm.B))).isEqualTo("3MB");
    } finally {
      execute("ALTER DATABASE shop RESET work_mem");
    }
  }

  private static String shown(PostgresTarget target) throws SQLException {
    try (var connection = target.connect()) {
      return Sql.text(connection, "SHOW work_mem").orElse("");
    }
  }

  @Test
  void otherwise_it_belongs_into_the_configuration() {
    assertThat(proposals("work_mem").getFirst().change().script())
        .isEqualTo("ALTER SYSTEM SET work_mem = '16MB';\nSELECT pg_reload_conf();");
  }

  @Test
  void values_that_would_stop_the_server_or_starve_it_are_refused_before_anything_starts()
      throws Exception {
    var facts = Facts.read(target, workload());
    var guard = new Guard(facts);
    assertThat(guard.refusal("work_mem", "64MB")).isEmpty();
    assertThat(guard.refusal("work_mem", "1kB"))
        .hasValueSatisfying(r -> assertThat(r).contains("lies from"));
    assertThat(guard.refusal("shared_buffers", "900TB")).isPresent();
    assertThat(guard.refusal("shared_buffers", "4TB"))
        .hasValueSatisfying(r -> assertThat(r).contains("four fifths of its memory"));
    assertThat(guard.refusal("work_mem", "100GB"))
        .hasValueSatisfying(r -> assertThat(r).contains("100 sessions with"));
    assertThat(guard.refusal("no_such_setting", "1")).isPresent();
    var small =
        new Guard(
            with(
                facts,
                new ServerMachine(OptionalLong.of(2L << 30), facts.machine().cores(), 0, true)));
    assertThat(small.refusal("work_mem", "64MB")).isPresent();
    var unknown =
        new Guard(
            with(
                facts, new ServerMachine(OptionalLong.empty(), facts.machine().cores(), 0, false)));
    assertThat(unknown.refusal("work_mem", "64MB"))
        .hasValueSatisfying(r -> assertThat(r).contains("unknown"));
    assertThat(unknown.refusal("random_page_cost", "1.1")).isEmpty();
  }

  @Test
  void with_huge_pages_there_must_be_enough_of_them() throws Exception {
    var facts = Facts.read(target, workload());
    var settings = new TreeMap<>(facts.settings().byName());
    settings.put(
        "huge_pages",
        new Setting("huge_pages", "on", "", "enum", "postmaster", 0, 0, List.of("on"), "default"));
    var guard = new Guard(with(facts, new Settings(settings), facts.machine()));
    assertThat(guard.refusal("shared_buffers", "4GB"))
        .hasValueSatisfying(r -> assertThat(r).contains("huge pages"));
  }

  private static Facts with(Facts f, ServerMachine machine) {
    return with(f, f.settings(), machine);
  }

  private static Facts with(Facts f, Settings settings, ServerMachine machine) {
    return new Facts(
        settings,
        machine,
        f.counters(),
        f.deadRows(),
        f.databaseBytes(),
        f.serverBytes(),
        f.canCompile(),
        f.plans(),
        f.parts(),
        f.ofDatabase(),
        f.ofRole(),
        f.database());
  }

  @Test
  void screening_keeps_the_best_value_and_says_of_every_other_why_not() throws Exception {
    var useless = proposal("join_collapse_limit", "9");
    var harmful = proposal("random_page_cost", "1000000");
    var candidates = new ArrayList<>(diagnosis().proposals());
    candidates.add(useless);
    candidates.add(harmful);
    try (var testbed = optimizer().testbed(target, session)) {
      var before = testbed.target(Arm.B).fingerprint();
      var screening = optimizer().screen(testbed, candidates, costed(), session);
      assertThat(screening.kept())
          .extracting(Proposal::id)
          .as("which of both has the greater gain is the copy's to say: %s", screening.dropped())
          .anyMatch(id -> id.startsWith("work_mem=") || id.startsWith("hash_mem_multiplier="))
          .hasSizeLessThanOrEqualTo(3);
      assertThat(screening.kept().stream().map(p -> p.id().replaceAll("=.*", "")))
          .as("one value of each setting")
          .doesNotHaveDuplicates();
      assertThat(screening.kept().toString())
          .contains("external merge of")
          .contains("A quick trial there, which proves nothing");
      assertThat(screening.kept().size() + screening.dropped().size()).isEqualTo(candidates.size());
      assertThat(reason(screening, useless)).isEqualTo("it changes the plan of no statement");
      assertThat(reason(screening, harmful))
          .startsWith("refused: in a quick trial")
          .contains("one ran");
      assertThat(testbed.target(Arm.B).fingerprint()).isEqualTo(before);
    }
  }

  private static String reason(
      Screening<PostgresTarget> screening, Proposal<PostgresTarget> proposal) {
    return screening.dropped().stream()
        .filter(d -> d.id().equals(proposal.id()))
        .findFirst()
        .orElseThrow()
        .reason();
  }

  private static Proposal<PostgresTarget> proposal(String setting, String value) {
    var change = new SetForSessions(setting, value, "?", "");
    return new Proposal<>(
        setting + "=" + value, setting, List.of("made up"), "none", "none", change);
  }

  private CostedWorkload costed() {
    var seconds = new TreeMap<String, Double>();
    PARTS.forEach(p -> seconds.put(p.id(), p.id().length() > 5 ? 0.2 : 0.0001));
    return new CostedWorkload(workload(), seconds);
  }

  @Test
  void knows_which_parts_a_setting_affects_and_which_setting_takes_part() throws Exception {
    var memory = proposal("work_mem", "64MB");
    var dear = proposal("random_page_cost", "1000000");
    try (var testbed = optimizer().testbed(target, session)) {
      assertThat(optimizer().affected(testbed, PARTS)).isEmpty();
      testbed.put(memory.change());
      assertThat(optimizer().affected(testbed, PARTS))
          .contains("sorted", "joined")
          .doesNotContain("one", "write");
      testbed.put(dear.change());
      assertThat(optimizer().affected(testbed, PARTS)).contains("one").doesNotContain("sorted");
      testbed.put(dev.proven.core.Change.all(List.of(before(memory, "4MB"), before(dear, "4"))));
      var chosen = List.of(memory, dear);
      assertThat(optimizer().suspects(testbed, withBefore(chosen), parts("one")))
          .containsExactly(dear.id());
      assertThat(optimizer().suspects(testbed, withBefore(chosen), parts("sorted")))
          .containsExactly(memory.id());
    }
  }

  private static SetForSessions before(Proposal<PostgresTarget> proposal, String value) {
    return proposal.change() instanceof SetForSessions s
        ? new SetForSessions(s.setting(), s.value(), value, "")
        : new SetForSessions("", "", "", "");
  }

  private static List<Proposal<PostgresTarget>> withBefore(List<Proposal<PostgresTarget>> all) {
    return all.stream()
        .map(p ->
            new Proposal<>(
                p.id(),
                p.title(),
                p.evidence(),
                p.expected(),
                p.risk(),
                before(p, p.id().startsWith("work_mem") ? "4MB" : "4")))
        .toList();
  }

  private static List<Part> parts(String id) {
    return PARTS.stream().filter(p -> p.id().equals(id)).toList();
  }
}
