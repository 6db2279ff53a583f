package dev.proven.postgres.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.core.Proposal;
import dev.proven.postgres.OlderBinaries;
import dev.proven.postgres.PostgresKind;
import dev.proven.postgres.Sql;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers on which some statistics do not exist, and none can be put back. */
class OlderStatisticsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {13, 15})
  void proposesWhatTheVersionHasAndTakesItBack(int major) throws Exception {
    var session = Town.session(folder);
    try (var target =
        PostgresKind.openEmbedded(
            session, "town", OlderBinaries.of(major), c -> Sql.execute(c, Town.SETUP))) {
      var seen = new StatisticsOptimizer().diagnose(target, Town.workload(Town.PARTS));
      assertThat(seen.proposals())
          .extracting(Proposal::id)
          .contains(
              "Größe \"x.Leute.dependencies(Stadt, Ort, land, plz)",
              "Größe \"x.Leute.ndistinct(Stadt, Ort, land, plz)");
      assertThat(seen.refused().toString().contains("PostgreSQL 13 has no statistics on expr"))
          .isEqualTo(major == 13);
      for (var proposal : seen.proposals()) {
        var before = target.fingerprint();
        try (var _ = proposal.change().apply(target, session.journal())) {
          assertThat(target.fingerprint()).as(proposal.id()).isNotEqualTo(before);
        }
        assertThat(target.fingerprint()).as(proposal.id()).isEqualTo(before);
      }
    }
  }
}
