package dev.proven.examples.tpcds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.core.Credentials;
import dev.proven.core.Progress;
import dev.proven.core.Session;
import dev.proven.core.TargetSpec;
import dev.proven.core.journal.Journal;
import dev.proven.postgres.PostgresKind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TpcdsDatabaseTest {
  @Test
  void fillsEveryTableAndEveryStatementCanBePlanned(@TempDir Path folder) throws Exception {
    var kind = new PostgresKind();
    var handlers = Map.of(kind.id(), kind.undoHandler(Credentials.fromEnvironment()));
    var journal = Journal.open(folder.resolve("journal"), handlers);
    var session =
        new Session("tpcds" + Long.toHexString(System.nanoTime()), journal, Progress.silent());
    try (var target =
            PostgresKind.openEmbedded(session, "tpcds", c -> TpcdsDatabase.load(c, 0.01));
        var connection = target.connect()) {
      assertThat(TpcdsDatabase.tables()).hasSize(24);
      for (var table : TpcdsDatabase.tables()) {
        assertThat(number(connection, "SELECT count(*) FROM " + table.getName()))
            .as(table.getName())
            .isPositive();
      }
      assertThat(
              number(
                  connection,
                  "SELECT count(*) FROM pg_index WHERE indisprimary"
                      + " AND indrelid::regclass::text = ANY (SELECT tablename FROM pg_tables"
                      + " WHERE schemaname = 'public')"))
          .isEqualTo(24);
      // Returns belong to sales.
      assertThat(
              number(
                  connection,
                  "SELECT count(*) FROM store_returns r WHERE NOT EXISTS"
                      + " (SELECT FROM store_sales s WHERE s.ss_item_sk = r.sr_item_sk"
                      + " AND s.ss_ticket_number = r.sr_ticket_number)"))
          .isZero();
      var spec = TargetSpec.of("embedded").withWorkload(TpcdsDatabase.workload(folder));
      var workload = kind.workload(target, spec);
      assertThat(workload.leftOut()).isEmpty();
      assertThat(workload.parts()).hasSize(26);
      for (var part : workload.parts()) {
        try (var statement = connection.createStatement()) {
          statement.execute("EXPLAIN " + part.text());
        }
      }
    }
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }
}
