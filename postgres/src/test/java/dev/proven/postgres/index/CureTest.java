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
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
      CREATE INDEX a_v ON t (a, v);
      CREATE INDEX a_b ON t (a, b);
      CREATE INDEX a_b_pad ON t (a, b, pad);
      CREATE INDEX v ON t (v);
      """;

  private static final Part PART =
      new Part("p", "p", "SELECT count(pad) FROM t WHERE a = 3 AND b = 4", false, 1);

  private static final CreateIndex A_V = index("a_v", "a", "v");
  private static final CreateIndex A_B = index("a_b", "a", "b");
  private static final CreateIndex A_B_PAD = index("a_b_pad", "a", "b", "pad");
  private static final CreateIndex V = index("v", "v");
  private static final List<CreateIndex> ALL = List.of(A_V, A_B, A_B_PAD, V);

  private static PostgresTarget target;

  @BeforeAll
  @SuppressWarnings("MustBeClosedChecker") // closed after the last test
  static void start(@TempDir Path folder) {
    var handler = new PostgresKind().undoHandler(Credentials.fromEnvironment());
    var journal = Journal.open(folder.resolve("journal"), Map.of("postgres", handler));
    var session = new Session("cure", journal, Progress.silent());
    target = PostgresKind.openEmbedded(session, "shop", c -> Sql.execute(c, SETUP));
  }

  @AfterAll
  static void stop() {
    target.close();
  }

  private static CreateIndex index(String name, String... columns) {
    var keys = Arrays.stream(columns).map(Key::of).toList();
    return new CreateIndex("public", "t", keys, name);
  }

  /** What a search finds where quick sets are those with one of these indexes. */
  private static Found search(Set<CreateIndex> pool, CreateIndex... quick) throws SQLException {
    try (Connection connection = target.connect()) {
      Explainer.plainPlans(connection);
      var shelf = new Shelf(connection);
      var bytes = new LinkedHashMap<CreateIndex, Long>();
      for (CreateIndex index : ALL) {
        shelf.add(index);
        bytes.put(index, shelf.bytes(index));
      }
      var workload = new Workload("a test", List.of(PART), List.of());
      var score = new Score(new CostedWorkload(workload, Map.of("p", 0.01)));
      var selection = new Selection(new CostTable(shelf, List.of(PART)), score, bytes);
      var measured = new ArrayList<Set<CreateIndex>>();
      var cure =
          new Cure(
              selection,
              (choice, _) -> {
                measured.add(choice.indexes());
                return Arrays.stream(quick).anyMatch(choice.indexes()::contains) ? 1.0 : 1.3;
              },
              bytes);
      var cured = cure.of(selection.alone(A_V), "p", pool).map(Selection.Choice::indexes);
      return new Found(cured.orElse(Set.of()), measured);
    }
  }

  private record Found(Set<CreateIndex> cured, List<Set<CreateIndex>> measured) {}

  @Test
  void addsTheSmallestIndexThatMakesThePartQuickAgain() throws Exception {
    var found = search(new LinkedHashSet<>(ALL), A_B, A_B_PAD);
    assertThat(found.cured()).containsExactly(A_V, A_B);
    assertThat(found.measured()).hasSize(1);
  }

  @Test
  void goesOnToTheNextWhereTheMeasurementIsNotConvinced() throws Exception {
    assertThat(search(new LinkedHashSet<>(ALL), A_B_PAD).cured()).containsExactly(A_V, A_B_PAD);
  }

  @Test
  void findsNothingWhereNothingIsQuick() throws Exception {
    var found = search(new LinkedHashSet<>(ALL));
    assertThat(found.cured()).isEmpty();
    assertThat(found.measured()).hasSize(2);
  }

  @Test
  void measuresNothingThatThePlannerWouldNotUse() throws Exception {
    assertThat(search(Set.of(V), V).measured()).isEmpty();
  }
}
