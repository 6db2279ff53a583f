package dev.proven.postgres.statistics;

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
import dev.proven.core.experiment.Arm;
import dev.proven.core.experiment.Part;
import dev.proven.postgres.PostgresKind;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.Sql;
import dev.proven.postgres.apply.NewStatistics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatisticsOptimizerTest extends OptimizerContract<PostgresTarget> {
  private static final String TABLE = "\"Größe \"\"x\".\"Leute\"";

  @TempDir private static Path folder;
  private static Session session = Town.session(Path.of("."));
  private static PostgresTarget target;

  @BeforeAll
  @SuppressWarnings("MustBeClosedChecker") // closed after the last test
  static void start() throws Exception {
    session = Town.session(Files.createDirectories(folder.resolve("j")));
    target = PostgresKind.openEmbedded(session, "town", c -> Sql.execute(c, Town.SETUP));
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
    return Town.workload(Town.PARTS);
  }

  @Override
  protected Optimizer<PostgresTarget> optimizer() {
    return new StatisticsOptimizer();
  }

  @Override
  protected Session session() {
    return session;
  }

  private Diagnosis<PostgresTarget> diagnosis(Part... parts) {
    return optimizer().diagnose(target, Town.workload(List.of(parts)));
  }

  private static void execute(String sql) throws SQLException {
    try (var connection = target.connect()) {
      Sql.execute(connection, sql);
    }
  }

  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // handed on to who asked
  private static PostgresTarget reader() {
    return new PostgresKind()
        .open(
            TargetSpec.of(
                "postgresql://reader:r@127.0.0.1:%d/town".formatted(target.address().port())),
            session);
  }

  @Test
  void columnsThatKnowOfEachOtherAreFoundByARoleThatMayOnlyRead() {
    try (var reader = reader()) {
      var seen = optimizer().diagnose(reader, workload());
      assertThat(seen.proposals().stream().map(p -> p.change().script()))
          .as("%s", seen)
          .anyMatch(s ->
              s.startsWith("CREATE STATISTICS \"Größe \"\"x\".\"proven_dependencies_Leute_")
                  && s.contains("(dependencies) ON \"Stadt, Ort\", \"land\", \"plz\"")
                  && s.contains("FROM " + TABLE + ";\nANALYZE " + TABLE + " ("))
          .as("the list of values is shorter than these are rare")
          .noneMatch(s -> s.contains("(mcv)"))
          .anyMatch(s -> s.contains("(ndistinct) ON \"Stadt, Ort\", \"land\", \"plz\""))
          .anyMatch(s -> s.contains("ON (date_trunc('month'::text, at)) FROM"));
      assertThat(seen.findings().toString()).contains("joined is planned for 1 rows");
    }
  }

  @Test
  void nothingIsProposedForColumnsThatKnowNothingOfEachOther() {
    var seen = diagnosis(Town.UNRELATED.toArray(Part[]::new));
    assertThat(seen.proposals()).isEmpty();
    assertThat(seen.findings()).isEmpty();
    assertThat(seen.looked().getFirst()).contains("4 groups of conditions or keys");
  }

  @Test
  void whatIsThereAlreadyIsNotProposedAgain() throws Exception {
    execute("CREATE STATISTICS seen ON \"Stadt, Ort\", plz, land FROM " + TABLE);
    try {
      var empty = diagnosis(Town.PARTS.get(1));
      assertThat(empty.proposals()).isEmpty();
      assertThat(empty.refused().toString()).contains("\"seen\" is on the same; ANALYZE fills it");
      execute("ANALYZE " + TABLE);
      assertThat(diagnosis(Town.PARTS.get(1)).findings()).isEmpty();
    } finally {
      execute("DROP STATISTICS public.seen");
      execute("ANALYZE " + TABLE);
    }
  }

  @Test
  void whatCannotBeOnStatisticsIsRefusedByName() throws Exception {
    execute(
        "CREATE TABLE marked (id int, mark xid, kind int);"
            + " INSERT INTO marked SELECT n, (n % 100)::text::xid, n % 100"
            + " FROM generate_series(1, 20000) n; ANALYZE marked;"
            + " CREATE TEMP TABLE gone (a int)");
    try {
      var seen =
          diagnosis(Town.part("m", "SELECT count(*) FROM marked WHERE mark = '7' AND kind = 7"));
      assertThat(seen.proposals()).as("%s", seen).isEmpty();
      assertThat(seen.refused().toString()).contains("its type xid has no order");
    } finally {
      execute("DROP TABLE marked");
    }
  }

  @Test
  void screeningKeepsWhatTurnsAPlanForTheBetterAndSaysOfTheRestWhyNot() throws Exception {
    var useless =
        new Proposal<>(
            "useless",
            "useless",
            List.of("made up"),
            "none",
            "none",
            new CreateStatistics(
                new NewStatistics(
                    "public",
                    "dice",
                    "useless",
                    List.of("mcv"),
                    List.of("a", "b"),
                    List.of(),
                    List.of("a", "b"))));
    var candidates = new ArrayList<>(diagnosis(Town.PARTS.toArray(Part[]::new)).proposals());
    candidates.add(useless);
    try (var testbed = optimizer().testbed(target, session)) {
      var before = testbed.target(Arm.B).fingerprint();
      var screening = optimizer().screen(testbed, candidates, costed(), session);
      assertThat(screening.kept()).as("%s", screening).isNotEmpty();
      assertThat(screening.kept().getFirst().evidence().toString())
          .as("%s", screening)
          .contains("On the copy it turns the plans of ", "joined", "which proves nothing");
      assertThat(reason(screening, useless)).isEqualTo("it changes the plan of no statement");
      assertThat(screening.kept().size() + screening.dropped().size()).isEqualTo(candidates.size());
      assertThat(testbed.target(Arm.B).fingerprint()).isEqualTo(before);

      var kept = screening.kept().getFirst();
      testbed.put(kept.change());
      assertThat(optimizer().affected(testbed, Town.PARTS))
          .contains("joined")
          .doesNotContain("one");
      var chosen = List.of(kept, useless);
      assertThat(optimizer().suspects(testbed, List.of(kept), Town.PARTS))
          .as("%s", chosen)
          .containsExactly(kept.id());
      assertThat(optimizer().suspects(testbed, List.of(kept), List.of(Town.PARTS.getLast())))
          .isEmpty();
    }
  }

  @Test
  void whereAnalyzeIsAllThatIsMissingNothingIsMade() throws Exception {
    execute(
        "CREATE TABLE late (id int, a int, b int); ALTER TABLE late SET (autovacuum_enabled = off);"
            + " INSERT INTO late SELECT n, n % 30000, n % 30000 FROM generate_series(1, 30000) n;"
            + " ANALYZE late; UPDATE late SET a = 5, b = 5 WHERE id % 10 = 0");
    try (var testbed = optimizer().testbed(target, session)) {
      var part =
          Town.part(
              "late",
              "SELECT count(*) FROM late l JOIN purchase p ON p.who = l.id WHERE l.a = 5 AND l.b ="
                  + " 5");
      var made =
          new Proposal<>(
              "late",
              "late",
              List.of("made up"),
              "none",
              "none",
              new CreateStatistics(
                  new NewStatistics(
                      "public",
                      "late",
                      "late_s",
                      List.of("dependencies", "mcv"),
                      List.of("a", "b"),
                      List.of(),
                      List.of("a", "b"))));
      var seconds = new TreeMap<String, Double>();
      seconds.put("late", 1.0);
      var screening =
          optimizer()
              .screen(
                  testbed,
                  List.of(made),
                  new CostedWorkload(Town.workload(List.of(part)), seconds),
                  session);
      assertThat(screening.kept()).as("%s", screening).isEmpty();
      assertThat(reason(screening, made))
          .matches(".*(ANALYZE of late turns the same plans|changes the plan of no).*");
    } finally {
      execute("DROP TABLE late");
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

  private static CostedWorkload costed() {
    var seconds = new TreeMap<String, Double>();
    Town.PARTS.forEach(p -> seconds.put(p.id(), p.id().equals("one") ? 0.0001 : 0.5));
    return new CostedWorkload(Town.workload(Town.PARTS), seconds);
  }
}
