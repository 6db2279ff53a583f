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
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelectionTest {
  private static final long MEGABYTE = 1_000_000;

  private static final String SETUP =
      """
      CREATE TABLE t (a int, b int, c int, d int, e int);
      INSERT INTO t SELECT n * 7 % 60000, n * 11 % 60000, n * 13 % 60000, n * 17 % 60000, n * 19 % 60000
        FROM generate_series(1, 60000) n;
      """;

  private static final IndexDefinition A = index("a");
  private static final IndexDefinition B = index("b");
  private static final IndexDefinition C = index("c");
  private static final IndexDefinition D = index("d");
  private static final IndexDefinition E = index("e");
  private static final List<IndexDefinition> ALL = List.of(A, B, C, D, E);

  private static final Map<IndexDefinition, Long> SIZES =
      Map.of(A, 30L, B, 30L, C, 30L, D, 70L, E, 95L);

  /** Two statements each look for values of the last two columns. */
  private static final Map<String, Double> SECONDS =
      Map.of("a", 6.0, "b", 4.0, "c", 2.0, "d", 17.0, "d2", 18.0, "e", 26.0, "e2", 27.0);

  private static Session session;
  private static PostgresTarget target;
  private static RealIndexes real;

  @BeforeAll
  @SuppressWarnings("MustBeClosedChecker") // closed after the last test
  static void start(@TempDir Path folder) throws SQLException {
    var handler = new PostgresKind().undoHandler(Credentials.fromEnvironment());
    var journal = Journal.open(folder.resolve("journal"), Map.of("postgres", handler));
    session =
        new Session("selection" + Long.toHexString(System.nanoTime()), journal, Progress.silent());
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

  private static IndexDefinition index(String column) {
    return IndexDefinition.btree("public", "t", column);
  }

  private static Part part(String id) {
    var text = "SELECT * FROM t WHERE " + id.charAt(0) + " = " + (7 + id.length());
    return new Part(id, id, text, false, 1);
  }

  private static Set<IndexDefinition> chosen(long megabytes, int most) throws SQLException {
    return selection(megabytes).choose(ALL.stream().map(Set::of).toList(), most).indexes();
  }

  private static Selection selection(long megabytes) throws SQLException {
    var parts = SECONDS.keySet().stream().sorted().map(SelectionTest::part).toList();
    var costed = new CostedWorkload(new Workload("a test", parts, List.of()), SECONDS);
    return new Selection(
        new CostTable(real, costed, Partitions.NONE),
        i -> SIZES.getOrDefault(i, 0L) * MEGABYTE,
        megabytes * MEGABYTE,
        Duration.ofSeconds(20));
  }

  @Test
  void choosesAllWhereThereIsRoom() throws Exception {
    assertThat(chosen(300, 9)).containsExactlyInAnyOrder(A, B, C, D, E);
  }

  @Test
  void takesTheBestWhereOneIsAllThatMayBeChosen() throws Exception {
    assertThat(chosen(300, 1)).containsExactly(E);
  }

  /** The small ones are worth more for their bytes, and the largest is worth most by itself. */
  @Test
  void makesRoomForOneThatIsWorthMoreThanSeveralOthers() throws Exception {
    assertThat(chosen(100, 9)).containsExactlyInAnyOrder(A, D);
  }

  @Test
  void putsASmallOneInPlaceOfLargerOnesThatBeginAlike() throws Exception {
    var small = IndexDefinition.btree("public", "t", "e", "a");
    var selection = selection(300);
    var choice = selection.with(selection.alone(Set.of(A)), Set.of(E));
    assertThat(selection.inPlaceOfLarger(choice, small).indexes()).containsExactly(A, small);
    assertThat(selection.inPlaceOfLarger(choice, D).indexes()).containsExactly(A, E, D);
  }

  @Test
  void neverTakesMoreThanThereIsRoomFor() throws Exception {
    assertThat(chosen(50, 9)).hasSize(1).doesNotContain(D, E);
    assertThat(chosen(10, 9)).isEmpty();
  }
}
