package dev.proven.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.core.Json;
import dev.proven.core.evidence.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One small sprint on an embedded PostgreSQL, from the configuration to the verified report. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SprintTest {
  private static final String SETUP =
      """
      CREATE TABLE purchase (id int PRIMARY KEY, customer int NOT NULL, amount numeric NOT NULL);
      INSERT INTO purchase SELECT i, 1 + i::bigint * 7919 % 20000, (i::bigint * 104729 % 100000) / 100.0
        FROM generate_series(1, 200000) i;
      """;
  private static final String WORKLOAD =
      """
      -- name: by customer
      -- calls: 100
      SELECT * FROM purchase WHERE customer = 4711;
      -- name: all
      SELECT count(*), sum(amount) FROM purchase;
      -- name: buy
      -- calls: 10
      INSERT INTO purchase VALUES (1000001, 17, 9.99);
      """;

  @TempDir static Path folder;
  private Path runs;
  private RunFolder run;
  private Called called;

  @BeforeAll
  void sprint() throws IOException {
    runs = folder.resolve("runs");
    Files.writeString(folder.resolve("setup.sql"), SETUP);
    Files.writeString(folder.resolve("workload.sql"), WORKLOAD);
    var config =
        Files.writeString(
            folder.resolve("sprint.yaml"),
            """
            targets:
              - name: shop
                url: embedded
                setup: setup.sql
                workload: workload.sql
            experiment:
              blocks: 12
              budget: 2m
            """);
    called = Called.proven("run", "--runs", runs.toString(), config.toString());
    run = RunFolder.all(runs).getLast();
  }

  @Test
  void provesTheMissingIndexAndDecides() {
    assertThat(called.code()).as(called.err()).isZero();
    assertThat(called.out()).contains("DECISION  GO", "PROVEN", "purchase (customer)");
    var target = run.read().record().targets().getFirst();
    assertThat(target.name()).isEqualTo("shop");
    assertThat(target.chosen()).contains("purchase.customer");
    assertThat(target.fingerprintAfter()).isEqualTo(target.fingerprintBefore());
  }

  @Test
  void leavesEveryViewAndNothingElse() throws IOException {
    for (String file :
        List.of("report.html", "report.md", "report.json", "junit.xml", "proven.prom")) {
      assertThat(run.root().resolve(file)).isNotEmptyFile();
    }
    assertThat(Json.mapper().readTree(Files.readString(run.root().resolve("report.json"))))
        .isNotEmpty();
    assertThat(Called.proven("undo", "--runs", runs.toString()).out()).contains("Nothing");
  }

  @Test
  void aPlanStartsItsServerAndLeavesNothing() {
    var plans = folder.resolve("plans");
    var config = folder.resolve("sprint.yaml").toString();
    var plan = Called.proven("plan", "--runs", plans.toString(), config);
    assertThat(plan.code()).as(plan.err()).isZero();
    assertThat(plan.out())
        .contains("purchase (customer)", "proven run --runs " + plans + " " + config);
    assertThat(plans).isEmptyDirectory();
  }

  @Test
  void verifiesEveryFigure() {
    var verified = Called.proven("verify", "--runs", runs.toString(), run.id());
    assertThat(verified.code()).as(verified.out()).isZero();
    assertThat(verified.out())
        .contains("same     total.effect", "VERIFIED")
        .doesNotContain("differs  ");
  }

  @Test
  void oneChangedByteOfAnyFileFailsTheVerificationAndIsNamed() throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(run.root())) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    assertThat(files).hasSizeGreaterThan(12);
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      for (int at : new int[] {0, bytes.length / 2, bytes.length - 1}) {
        byte[] changed = bytes.clone();
        changed[at] ^= 1;
        Files.write(file, changed);
        var verified = Called.proven("verify", "--runs", runs.toString(), run.id());
        Files.write(file, bytes);
        assertThat(verified.code()).as("byte %d of %s", at, file).isEqualTo(1);
        assertThat(verified.out() + verified.err()).contains(String.valueOf(file.getFileName()));
      }
    }
    assertThat(Called.proven("verify", "--runs", runs.toString(), run.id()).code()).isZero();
  }

  @Test
  void aFigureThatWasEditedWithItsHashIsFoundAllTheSame() throws IOException {
    var target = run.read().record().targets().getFirst();
    var file = run.root().resolve(target.chosenExperiment()).resolve("judgement.json");
    var before = Files.readString(file);
    var manifest = Files.readString(run.root().resolve("manifest.sha256"));
    Files.writeString(file, before.replaceFirst("\"effect\" : -(\\d)", "\"effect\" : -9$1"));
    dev.proven.core.evidence.Manifest.write(run.root());
    var verified = Called.proven("verify", "--runs", runs.toString(), run.id());
    Files.writeString(file, before);
    Files.writeString(run.root().resolve("manifest.sha256"), manifest);
    assertThat(verified.code()).isEqualTo(1);
    assertThat(verified.out()).contains("differs  ", ".effect");
  }

  @Test
  void aReportThatWasEditedWithItsHashIsFoundAllTheSame() throws IOException {
    var file = run.root().resolve("report.md");
    var before = Files.readString(file);
    var manifest = Files.readString(run.root().resolve("manifest.sha256"));
    Files.writeString(file, before + "\nSome more praise.\n");
    dev.proven.core.evidence.Manifest.write(run.root());
    var verified = Called.proven("verify", "--runs", runs.toString(), run.id());
    Files.writeString(file, before);
    Files.writeString(run.root().resolve("manifest.sha256"), manifest);
    assertThat(verified.code()).isEqualTo(1);
    assertThat(verified.out()).contains("differs  report.md");
  }

  @Test
  void rendersAgainInEveryFormat() throws IOException {
    for (String format : List.of("console", "html", "md", "json", "junit", "prom")) {
      var report = Called.proven("report", "--runs", runs.toString(), "-f", format, run.id());
      assertThat(report.code()).as(format + report.err()).isZero();
      assertThat(report.out()).isNotEmpty();
    }
    var html = Called.proven("report", "--runs", runs.toString(), "-f", "html", run.id()).out();
    assertThat(html).isEqualTo(Files.readString(run.root().resolve("report.html")));
    var wrong = Called.proven("report", "--runs", runs.toString(), "-f", "pdf", run.id());
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("pdf", "html");
  }
}
