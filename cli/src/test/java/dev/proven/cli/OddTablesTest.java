package dev.proven.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.core.evidence.RunFolder;
import dev.proven.core.experiment.Part;
import dev.proven.core.sprint.TargetRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run and its apply over tables that are none of the usual: behind a policy, with generated
 * columns, seen through a view, and kept as a materialised view.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OddTablesTest {
  private static final String SETUP =
      """
      ALTER ROLE app SET app.tenant = '7';
      CREATE TABLE ledger (id int PRIMARY KEY, tenant int NOT NULL, account int NOT NULL,
        amount int NOT NULL);
      INSERT INTO ledger SELECT i, i % 50, i::bigint * 7919 % 10007, i % 1000
        FROM generate_series(1, 100000) i;
      ALTER TABLE ledger OWNER TO app;
      ALTER TABLE ledger ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ledger FORCE ROW LEVEL SECURITY;
      CREATE POLICY own ON ledger USING (tenant = current_setting('app.tenant')::int);
      CREATE TABLE item (id int PRIMARY KEY, price int NOT NULL, quantity int NOT NULL,
        total int GENERATED ALWAYS AS (price * quantity) STORED,
        twice int GENERATED ALWAYS AS (price * 2) VIRTUAL, pad text NOT NULL DEFAULT repeat('x', 50));
      INSERT INTO item (id, price, quantity) SELECT i, i::bigint * 7919 % 20011, 1 + i % 30
        FROM generate_series(1, 100000) i;
      ALTER TABLE item OWNER TO app;
      CREATE VIEW cheap AS SELECT * FROM purchase WHERE amount < 900;
      ALTER VIEW cheap OWNER TO app;
      CREATE MATERIALIZED VIEW by_customer AS
        SELECT customer, note, sum(amount) AS paid FROM purchase GROUP BY customer, note, id;
      ALTER MATERIALIZED VIEW by_customer OWNER TO app;
      VACUUM ANALYZE
      """;

  private static final String WORKLOAD =
      """
      -- name: account
      -- calls: 20
      SELECT sum(amount) FROM ledger WHERE account = $1;
      -- name: tenant
      SELECT count(*) FROM ledger WHERE amount > 990;
      -- name: stored
      -- calls: 20
      SELECT * FROM item WHERE total = 4400;
      -- name: virtual
      -- calls: 20
      SELECT * FROM item WHERE twice = 4400;
      -- name: through_view
      -- calls: 20
      SELECT * FROM cheap WHERE customer = 4711;
      -- name: materialised
      -- calls: 20
      SELECT * FROM by_customer WHERE customer = 4711;
      -- name: new_item
      INSERT INTO item (id, price, quantity) VALUES ($1, $2, $3);
      -- name: dearer
      UPDATE item SET price = price + 1 WHERE id = $1;
      -- name: book
      INSERT INTO ledger VALUES ($1, $2, $3, $4);
      """;

  @TempDir static Path folder;
  private Shop shop;
  private Path runs;
  private Called called;
  private RunFolder run;
  private TargetRecord target;
  private String before = "";

  @BeforeAll
  void run() throws Exception {
    shop = Shop.open(folder, 100_000);
    for (var sql : SETUP.strip().split(";\n", -1)) {
      shop.execute(sql);
    }
    before = shop.server.fingerprint();
    runs = folder.resolve("runs");
    var file = Files.writeString(folder.resolve("work.sql"), WORKLOAD);
    called =
        Called.proven(
            "run",
            shop.url(),
            "--runs",
            runs.toString(),
            "--password-file",
            shop.passwordFile(),
            "--workload",
            file.toString(),
            "--optimizers",
            "indexes",
            "--budget",
            "3m",
            "--blocks",
            "12");
    assertThat(called.code()).as(called.err()).isZero();
    run = RunFolder.all(runs).getLast();
    target = run.read().record().targets().getFirst();
  }

  @AfterAll
  void stop() {
    shop.close();
  }

  @Test
  void everyStatementIsMeasuredOrNamed() {
    var ids = target.parts().stream().map(Part::id).toList();
    assertThat(ids)
        .contains("account", "tenant", "stored", "virtual", "through_view", "materialised")
        .contains("new_item", "dearer");
    // A sampled row of the policy's own tenant may be booked; another one is refused by name.
    assertThat(ids.contains("book") || called.out().contains("row-level security")).isTrue();
    assertThat(target.fingerprintAfter()).isEqualTo(target.fingerprintBefore());
  }

  private List<String> scripts() {
    return target.proposals().stream()
        .filter(p -> target.chosen().contains(p.id()))
        .map(p -> p.script())
        .toList();
  }

  @Test
  void indexesAreProvenThroughPoliciesViewsAndGeneratedColumns() {
    assertThat(scripts())
        .as(called.out())
        .anyMatch(s -> s.contains("\"ledger\"") && s.contains("account"))
        .anyMatch(s -> s.contains("\"item\"") && s.contains("total"))
        .anyMatch(s -> s.contains("\"item\"") && s.contains("* 2"))
        .anyMatch(s -> s.contains("\"purchase\"") && s.contains("customer"))
        .anyMatch(s -> s.contains("\"by_customer\"") && s.contains("customer"));
  }

  @Test
  void theyAreAppliedAndTakenBack() throws Exception {
    var password = shop.passwordFile();
    var apply =
        Called.proven(
            "apply",
            run.id(),
            "--yes",
            "-q",
            "--baseline",
            "0",
            "--password-file",
            password,
            "--runs",
            runs.toString());
    assertThat(apply.code()).as(apply.err() + apply.out()).isZero();
    assertThat(
            shop.text(
                "SELECT string_agg(DISTINCT indrelid::regclass::text, ' ' ORDER BY"
                    + " indrelid::regclass::text) FROM pg_index JOIN pg_class c ON c.oid = indexrelid"
                    + " WHERE relname LIKE 'proven%' AND indisvalid"))
        .isEqualTo("by_customer item ledger purchase");
    var undo =
        Called.proven("undo", run.id(), "--password-file", password, "--runs", runs.toString());
    assertThat(undo.code()).as(undo.err() + undo.out()).isZero();
    assertThat(shop.server.fingerprint()).isEqualTo(before);
  }
}
