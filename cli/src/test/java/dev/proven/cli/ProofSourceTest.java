package dev.proven.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.core.ProofSource;
import dev.proven.core.evidence.RunFolder;
import dev.proven.core.experiment.Verdict;
import dev.proven.core.sprint.ProposalRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A target that is never copied: somebody is connected to it all the time, so that the server would
 * refuse a copy.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProofSourceTest {
  @TempDir static Path folder;
  private Shop shop;
  private Shop sample;
  private Connection user;
  private Path workload;

  @BeforeAll
  void start() throws Exception {
    shop = Shop.open(Files.createDirectory(folder.resolve("shop")), 120_000, name("target"));
    sample = Shop.open(Files.createDirectory(folder.resolve("sample")), 40_000, name("sample"));
    sample.execute("ALTER ROLE app PASSWORD 'another'");
    Files.writeString(folder.resolve("sample.password"), "another\n");
    workload =
        Files.writeString(
            folder.resolve("work.sql"), "SELECT sum(amount) FROM purchase WHERE customer = 4711;");
    user = shop.connect();
  }

  @AfterAll
  void stop() throws SQLException {
    user.close();
    sample.close();
    shop.close();
  }

  private static String name(String role) {
    return role + ProcessHandle.current().pid();
  }

  private static String databases(Shop server) throws SQLException {
    return server.text("SELECT count(*) FROM pg_database WHERE datname LIKE 'proven%'");
  }

  private static String unwrapped(String text) {
    return text.replaceAll("\\s+", " ").replace("\\", "");
  }

  @Test
  void aTargetAboveTheLimitIsDiagnosedAndNothingIsCopied() throws Exception {
    var runs = folder.resolve("limited");
    var called =
        Called.proven(
            "run",
            "--runs",
            runs.toString(),
            "--workload",
            workload.toString(),
            "--password-file",
            shop.passwordFile(),
            "--copy-limit",
            "1MB",
            "--optimizers",
            "indexes,settings",
            shop.url());
    assertThat(called.code()).as(called.err()).isZero();
    assertThat(unwrapped(called.out()))
        .contains(
            "NOT RUN", "more than the 1.0 MB up to which Proven copies", "--proof", "CREATE INDEX")
        .contains("Nothing was measured.")
        .doesNotContain("proven on");
    var target = RunFolder.all(runs).getLast().read().record().targets().getFirst();
    assertThat(target.experiments()).isEmpty();
    assertThat(target.provenOn()).isNull();
    assertThat(target.proposals())
        .isNotEmpty()
        .allSatisfy(p -> assertThat(p.verdict()).isEqualTo(Verdict.NOT_RUN));
    assertThat(target.fingerprintAfter()).isEqualTo(target.fingerprintBefore());
    assertThat(databases(shop)).isEqualTo("0");
  }

  private Path config() throws Exception {
    return Files.writeString(
        folder.resolve("sprint.yaml"),
        """
        targets:
          - url: %s
            passwordFile: %s
            workload: work.sql
            optimizers: [indexes]
            proof: {kind: sample, url: %s, passwordFile: sample.password}
        experiment:
          blocks: 8
          budget: 2m
        """
            .formatted(shop.url(), shop.passwordFile(), sample.url()));
  }

  @Test
  void whatIsProvenOnASampleSaysSoEverywhereAndIsAppliedToTheTarget() throws Exception {
    var runs = folder.resolve("sampled");
    var called = Called.proven("run", "--runs", runs.toString(), config().toString());
    assertThat(called.code()).as(called.err()).isZero();
    var run = RunFolder.all(runs).getLast();
    var target = run.read().record().targets().getFirst();
    var on = Optional.ofNullable(target.provenOn()).orElseThrow();
    assertThat(on.kind()).isEqualTo(ProofSource.Kind.SAMPLE);
    assertThat(on.bytes()).isLessThan(on.targetBytes());
    assertThat(target.url()).isEqualTo(shop.url());
    assertThat(target.chosen()).isNotEmpty();
    assertThat(target.notes()).anyMatch(n -> n.contains("need not hold at full size"));
    var chosen = target.proposals().stream().filter(ProposalRecord::chosen).findFirst();
    assertThat(chosen.orElseThrow().evidence())
        .anyMatch(e -> e.startsWith("In your database it is predicted to take"));
    assertThat(target.fingerprintAfter()).isEqualTo(target.fingerprintBefore());
    for (var view :
        List.of(
            "report.txt", "report.html", "report.md", "report.json", "junit.xml", "proven.prom")) {
      assertThat(unwrapped(Files.readString(run.root().resolve(view))))
          .as(view)
          .contains(
              "proven on a sample", "127.0.0.1:" + sample.server.address().port() + "/shop of");
    }
    assertThat(databases(shop) + databases(sample)).isEqualTo("00");
    var verified = Called.proven("verify", "--runs", runs.toString(), run.id());
    assertThat(verified.code()).as(verified.out()).isZero();
    applied(runs, run);
  }

  private void applied(Path runs, RunFolder run) throws Exception {
    var elsewhere = sample.indexes();
    var called =
        Called.proven(
            "apply",
            "--runs",
            runs.toString(),
            "--password-file",
            shop.passwordFile(),
            "--yes",
            "--baseline",
            "0",
            run.id());
    assertThat(called.code()).as(called.err()).isZero();
    assertThat(unwrapped(called.err())).contains("These were proven on a sample");
    assertThat(shop.indexes()).contains("customer");
    assertThat(sample.indexes()).isEqualTo(elsewhere);
  }

  @Test
  void aProofThatSaysTooLittleIsAUsageError() {
    for (var wrong : List.of("postgresql://a@b/c", "copy=postgresql://a@b/c", "sample=embedded")) {
      var called = Called.proven("run", "--proof", wrong, shop.url());
      assertThat(called.code()).as(wrong).isEqualTo(2);
    }
  }
}
