package dev.proven.examples.scale;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.FormatMethod;
import dev.proven.core.Credentials;
import dev.proven.core.Diagnosis;
import dev.proven.core.Optimizer;
import dev.proven.core.Progress;
import dev.proven.core.Session;
import dev.proven.core.TargetSpec;
import dev.proven.core.Workload;
import dev.proven.core.journal.Journal;
import dev.proven.examples.Figures;
import dev.proven.postgres.PostgresKind;
import dev.proven.postgres.PostgresTarget;
import dev.proven.postgres.Sql;
import dev.proven.postgres.index.IndexOptimizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * All optimizers on many tables and statements: 60 and 1,200, or 2,000 and 10,000 with {@code
 * -Dproven.scale=full}, which prints how long it took and what was cut.
 */
class ManyTablesTest {
  private static final boolean FULL = "full".equals(System.getProperty("proven.scale"));
  private static final int TABLES = FULL ? 2_000 : 60;
  private static final int STATEMENTS = FULL ? 10_000 : 1_200;
  @TempDir private Path folder;

  private static void load(Connection connection) throws SQLException {
    for (int i = 0; i < TABLES; i += 20) {
      var sql = new StringBuilder("BEGIN;");
      for (int table = i; table < Math.min(TABLES, i + 20); table++) {
        sql.append(table(table, 50 + table % 300, table % 10 == 0 ? 4_000 : 500));
      }
      Sql.execute(connection, sql + "COMMIT;");
    }
  }

  private static String table(int number, int values, int rows) {
    return """
    CREATE TABLE t%1$d (id int PRIMARY KEY, a int NOT NULL, b int NOT NULL, kind text NOT NULL,
      made timestamptz NOT NULL, pad text NOT NULL);
    INSERT INTO t%1$d SELECT n, n %% %2$d, n %% 17, 'kind ' || n %% 9,
      timestamptz '2026-01-01 00:00+00' + n * interval '1 minute', repeat('x', 150)
      FROM generate_series(1, %3$d) n;
    """
        .formatted(number, values, rows);
  }

  private Path statements() throws Exception {
    var text = new StringBuilder();
    for (int i = 0; i < STATEMENTS; i++) {
      int table = i % TABLES;
      int next = (table + 10) % TABLES;
      int value = i / TABLES;
      text.append("-- calls: ").append(1 + i * 7919 % 1000).append('\n');
      text.append(
          switch (i / TABLES % 5) {
            case 0 -> "SELECT pad FROM t%d WHERE a = %d".formatted(table, value);
            case 1 ->
                "SELECT id FROM t%d WHERE b = %d ORDER BY made DESC LIMIT 5"
                    .formatted(table, value % 17);
            case 2 ->
                "SELECT x.pad FROM t%d x JOIN t%d y ON y.a = x.b WHERE y.kind = 'kind 3' AND x.id < 40"
                    .formatted(table, next);
            case 3 -> "UPDATE t%d SET pad = 'y' WHERE id = %d".formatted(table, 1 + value);
            default -> "SELECT count(*) FROM t%d WHERE kind = 'kind 7'".formatted(table);
          });
      text.append(";\n");
    }
    return Files.writeString(folder.resolve("statements.sql"), text);
  }

  @Test
  void answers_in_minutes_and_says_what_it_cut() throws Exception {
    var id = "m" + UUID.randomUUID().toString().substring(0, 8);
    var handlers =
        Map.of("postgres", new PostgresKind().undoHandler(Credentials.fromEnvironment()));
    var journal = Journal.open(Path.of("target", "journals", id, "journal"), handlers);
    var session = new Session(id, journal, Progress.silent());
    var kind = new PostgresKind();
    try (var target = PostgresKind.openEmbedded(session, "many", ManyTablesTest::load)) {
      long start = System.nanoTime();
      var workload = kind.workload(target, TargetSpec.of("embedded").withWorkload(statements()));
      say("%d tables, %d statements: workload read in %.1f s", TABLES, STATEMENTS, since(start));
      workload.leftOut().forEach(l -> say("left out: %s: %s", l.title(), l.reason()));
      assertThat(workload.parts()).hasSize(1_000);
      assertThat(workload.leftOut())
          .singleElement()
          .satisfies(l -> {
            assertThat(l.title())
                .startsWith("%,d further statements, ".formatted(STATEMENTS - 1_000));
            assertThat(l.reason()).contains("1,000 costliest");
          });
      for (var optimizer : kind.optimizers()) {
        var diagnosis = diagnosed(optimizer, target, workload);
        if (optimizer instanceof IndexOptimizer) {
          assertThat(diagnosis.proposals()).isNotEmpty();
          assertThat(diagnosis.looked()).anyMatch(l -> l.startsWith("Left aside: "));
        }
      }
    }
  }

  private static Diagnosis<PostgresTarget> diagnosed(
      Optimizer<PostgresTarget> optimizer, PostgresTarget target, Workload workload) {
    long start = System.nanoTime();
    var diagnosis = optimizer.diagnose(target, optimizer.workload(target, workload));
    say(
        "%s: diagnosed in %.1f s, %d proposals",
        optimizer.id(), since(start), diagnosis.proposals().size());
    diagnosis.looked().forEach(l -> say("  %s", l));
    diagnosis.proposals().forEach(p -> say("  %s: %s", p.title(), p.expected()));
    return diagnosis;
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  @FormatMethod
  private static void say(String format, Object... values) {
    if (FULL) {
      Figures.say(format, values);
    }
  }
}
