package dev.proven.postgres.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.core.CostedWorkload;
import dev.proven.core.Credentials;
import dev.proven.core.Progress;
import dev.proven.core.Session;
import dev.proven.core.Workload;
import dev.proven.core.experiment.Part;
import dev.proven.core.journal.Journal;
import dev.proven.postgres.PostgresKind;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.Sql;
import dev.proven.postgres.whatif.IndexDefinition;
import dev.proven.postgres.whatif.RealIndexes;
import dev.proven.postgres.whatif.WhatIfs;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CureTest {
  private static final String SETUP =
      """
      CREATE TABLE t (a int, b int, v int, pad text);
      INSERT INTO t SELECT n % 300, n % 301, n % 7, repeat('x', 80) FROM generate_series(1, 60000) n;
      """;

  private static final Part PART =
      new Part("p", "p", "SELECT count(pad) FROM t WHERE a = 3 AND b = 4", false, 1);

  private static final IndexDefinition A_V = index("a", "v");
  private static final IndexDefinition A_B = index("a", "b");
  private static final IndexDefinition A_B_PAD = index("a", "b", "pad");
  private static final IndexDefinition V = index("v");
  private static final List<IndexDefinition> ALL = List.of(A_V, A_B, A_B_PAD, V);
  private static final long ROOM = 1_000_000_000;

  private static Session session;
  private static PostgresTarget target;
  private static RealIndexes real;

  @BeforeAll
  @SuppressWarnings("MustBeClosedChecker") // closed after the last test
  static void start(@TempDir Path folder) throws SQLException {
    var handler = new PostgresKind().undoHandler(Credentials.fromEnvironment());
    var journal = Journal.open(folder.resolve("journal"), Map.of("postgres", handler));
    session = new Session("cure" + Long.toHexString(System.nanoTime()), journal, Progress.silent());
    target = PostgresKind.openEmbedded(session, "shop", c -> Sql.execute(c, SETUP));
    real = WhatIfs.onCopy(target, session);
    Explainer.plainPlans(real.connection());
    real.make(ALL);
  }

  @AfterAll
  static void stop() {
    real.close();
    target.close();
  }

  private static IndexDefinition index(String... columns) {
    return IndexDefinition.btree("public", "t", columns);
  }

  /** What a search finds where quick sets are those with one of these indexes. */
  private static Found search(long room, List<IndexDefinition> pool, IndexDefinition... quick)
      throws SQLException {
    var workload = new Workload("a test", List.of(PART), List.of());
    var costs =
        new CostTable(real, new CostedWorkload(workload, Map.of("p", 0.01)), Partitions.NONE);
    var selection = new Selection(costs, real::bytes, room, Duration.ofSeconds(1));
    var measured = new ArrayList<Set<IndexDefinition>>();
    var cure =
        new Cure(
            selection,
            (choice, _) -> {
              measured.add(choice.indexes());
              return Arrays.stream(quick).anyMatch(choice.indexes()::contains) ? 1.0 : 1.3;
            });
    var cured = cure.of(selection.alone(Set.of(A_V)), "p", pool).map(Selection.Choice::indexes);
    return new Found(cured.orElse(Set.of()), measured);
  }

  private record Found(Set<IndexDefinition> cured, List<Set<IndexDefinition>> measured) {}

  @Test
  void addsTheSmallestIndexThatMakesThePartQuickAgain() throws Exception {
    var found = search(ROOM, ALL, A_B, A_B_PAD);
    assertThat(found.cured()).containsExactly(A_V, A_B);
    assertThat(found.measured()).hasSize(1);
  }

  @Test
  void goesOnToTheNextWhereTheMeasurementIsNotConvinced() throws Exception {
    assertThat(search(ROOM, ALL, A_B_PAD).cured()).containsExactly(A_V, A_B_PAD);
  }

  @Test
  void findsNothingWhereNothingIsQuick() throws Exception {
    var found = search(ROOM, ALL);
    assertThat(found.cured()).isEmpty();
    assertThat(found.measured()).hasSize(2);
  }

  @Test
  void measuresNothingThatThePlannerWouldNotUse() throws Exception {
    assertThat(search(ROOM, List.of(V), V).measured()).isEmpty();
  }

  @Test
  void takesNothingForWhichThereIsNoRoom() throws Exception {
    long room = real.bytes(A_V) + real.bytes(A_B);
    assertThat(search(room, ALL, A_B_PAD).cured()).isEmpty();
    assertThat(search(room, ALL, A_B).cured()).containsExactly(A_V, A_B);
  }
}
