package dev.proven.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.core.ChangeRecord;
import dev.proven.core.Json;
import dev.proven.postgres.StandingIndex;
import dev.proven.postgres.apply.OldIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The real load of a database before and after, as its own record has it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WatchCommandTest {
  @TempDir static Path folder;
  private Shop shop;
  private Path runs;

  @BeforeAll
  void start() throws Exception {
    shop = Shop.open(folder, 20_000);
    shop.execute("CREATE INDEX needed ON purchase (amount)");
    runs = folder.resolve("runs");
  }

  @AfterAll
  void stop() {
    shop.close();
  }

  private Called proven(String... arguments) throws IOException {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--runs", runs.toString(), "--password-file", shop.passwordFile()));
    return Called.proven(all.toArray(String[]::new));
  }

  private void run(String id, ChangeRecord change) throws IOException {
    new ProvenRun(runs, id).target("shop", shop.url(), 0.3, Map.of("change", change)).write();
  }

  private Called apply(String id, String baseline) throws IOException {
    return proven("apply", id, "--yes", "-q", "--baseline", baseline, "--interval", "1s");
  }

  @Test
  void whatGotWorseIsNamedAndTakenBack() throws Exception {
    ChangeRecord drop;
    try (var connection = shop.connect()) {
      drop =
          OldIndex.of(StandingIndex.of(connection, "public", "needed").orElseThrow(), "purchase")
              .record();
    }
    run("drop", drop);
    try (var readers = new Readers(shop)) {
      assertThat(apply("drop", "12s").code()).isZero();
      assertThat(shop.indexes()).doesNotContain("needed");
      var called = proven("watch", "drop", "--json", "-q", "--undo", "--for", "1m");
      assertThat(called.code()).as(called.err()).isZero();
      var json = Json.mapper().readTree(called.out());
      assertThat(json.path("worse")).as(called.out()).hasSize(1);
      var worse =
          json.path("statements")
              .valueStream()
              .filter(s -> s.path("state").stringValue().equals("WORSE"))
              .toList();
      assertThat(worse)
          .singleElement()
          .satisfies(s -> {
            assertThat(s.path("statement").stringValue()).contains("WHERE amount = $1");
            assertThat(s.path("lower").doubleValue()).isGreaterThan(0.05);
          });
      assertThat(json.path("caveat").stringValue()).contains("not interleaved");
      assertThat(json.path("undo").path("steps").toString())
          .contains("dropped index public.needed");
      assertThat(readers.failures()).isEmpty();
    }
    assertThat(shop.indexes()).contains("needed").doesNotContain("INVALID");
    assertThat(proven("watch", "drop").err()).contains("Nothing of the run drop is in force");
    try (var files = Files.walk(runs.resolve("drop/applied"))) {
      assertThat(files.map(p -> String.valueOf(p.getFileName())))
          .anyMatch(n -> n.startsWith("watch-"));
    }
  }

  @Test
  void whatGotBetterIsToldAndStays() throws Exception {
    run("make", Shop.index("by_customer", "(customer)"));
    try (var readers = new Readers(shop)) {
      assertThat(apply("make", "10s").code()).isZero();
      var called = proven("watch", "make", "-q");
      assertThat(called.code()).as(called.err()).isZero();
      assertThat(called.out())
          .containsPattern("\\+ SELECT .*customer = ")
          .contains("Nothing got worse beyond doubt", "not interleaved", "10 pairs of intervals");
      assertThat(readers.failures()).isEmpty();
    }
    assertThat(shop.indexes()).contains("by_customer");
    assertThat(proven("undo", "make").code()).isZero();
  }

  @Test
  void withoutABaselineThereIsNoInterval() throws Exception {
    run("bare", Shop.index("by_note", "(note)"));
    assertThat(apply("bare", "0").code()).isZero();
    try (var readers = new Readers(shop)) {
      var called = proven("watch", "bare", "-q", "--for", "3s");
      assertThat(called.code()).as(called.err()).isZero();
      assertThat(called.out()).contains("no interval can be given", "[no interval]");
      assertThat(readers.failures()).isEmpty();
    }
    assertThat(proven("undo", "bare").code()).isZero();
  }

  @Test
  void whatWasNeverAppliedCannotBeWatched() throws Exception {
    run("idle", Shop.index("x", "(note)"));
    var called = proven("watch", "idle");
    assertThat(called.code()).isEqualTo(2);
    assertThat(called.err()).contains("Nothing of the run idle is in force", "proven apply");
  }
}
