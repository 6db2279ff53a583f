package dev.proven.postgres.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.core.Session;
import dev.proven.core.TargetSpec;
import dev.proven.core.evidence.RunFolder;
import dev.proven.core.journal.Journal;
import dev.proven.core.sprint.ProposalRecord;
import dev.proven.core.sprint.SprintSettings;
import dev.proven.core.sprint.TargetRecord;
import dev.proven.core.sprint.TargetSprint;
import dev.proven.postgres.PostgresKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The course of statements, as a run goes it: other texts, then indexes on top of them. */
final class RewritesBeforeIndexesTest {
  /** Two are quick only in another text, one only with an index, and one with both. */
  private static final String WORKLOAD =
      """
      -- name: counts
      SELECT a.id, (SELECT count(*) FROM purchase p WHERE p.account_id = a.id) AS n FROM account a;
      -- name: as-text
      SELECT email FROM account WHERE id::text = '711';
      -- name: by-product
      SELECT id FROM purchase WHERE product_id = 17;
      -- name: a-day
      SELECT count(*) FROM purchase WHERE bought::date = '2024-09-09';
      """;

  @TempDir private static Path folder;
  private static RewriteServer server;
  private static TargetRecord record;

  @BeforeAll
  static void run() throws Exception {
    server = Bazaar.open();
    var workload = Files.writeString(folder.resolve("workload.sql"), WORKLOAD);
    var spec =
        TargetSpec.of("embedded")
            .withName("bazaar")
            .withWorkload(workload)
            .withOptimizers(List.of("rewrites", "indexes"));
    var settings = new SprintSettings(8, Duration.ofMinutes(3), 1, 0.05, 1.0, true, 0.05, 12, "");
    var runFolder = RunFolder.named(folder, Instant.now()).create();
    var session =
        new Session(server.session.runId(), server.session.journal(), server.session.progress());
    var deadline = Instant.now().plus(settings.budget());
    record =
        new TargetSprint<>(new PostgresKind(), spec, runFolder, session, settings)
            .run(server.target, deadline)
            .getFirst();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static List<ProposalRecord> chosen(String optimizer) {
    return record.proposals().stream()
        .filter(p -> p.chosen() && p.optimizer().equals(optimizer))
        .toList();
  }

  @Test
  void both_optimizers_work_for_one_set() {
    assertThat(record.diagnoses())
        .extracting(d -> d.optimizer())
        .containsExactly("rewrites", "indexes");
    assertThat(chosen("rewrites"))
        .extracting(ProposalRecord::id)
        .anyMatch(id -> id.startsWith("counts."))
        .anyMatch(id -> id.startsWith("as-text."));
    assertThat(chosen("indexes")).isNotEmpty();
    assertThat(record.chosen())
        .containsAll(chosen("rewrites").stream().map(ProposalRecord::id).toList())
        .containsAll(chosen("indexes").stream().map(ProposalRecord::id).toList());
  }

  @Test
  void the_record_holds_the_text_to_send() {
    assertThat(chosen("rewrites"))
        .filteredOn(p -> p.id().startsWith("as-text."))
        .allSatisfy(p -> {
          assertThat(p.script()).contains("-- as-text: send this text instead", "account.id = 711");
          assertThat(p.evidence()).anyMatch(e -> e.startsWith("Tested on "));
        });
  }

  /** Neither the text alone nor an index alone helps it. */
  @Test
  void a_text_that_opens_an_index_is_found_with_or_before_it() {
    assertThat(record.proposals())
        .filteredOn(ProposalRecord::chosen)
        .extracting(ProposalRecord::script)
        .anyMatch(s -> s.contains("purchase.bought >= TIMESTAMP '2024-09-09"));
  }

  @Test
  void nothing_is_left_behind() {
    assertThat(record.fingerprintAfter()).isEqualTo(record.fingerprintBefore());
    assertThat(server.target.texts().of("SELECT 1")).isEqualTo("SELECT 1");
    Journal journal = server.session.journal();
    assertThat(journal.pending()).hasSize(1); // the embedded server itself
  }
}
