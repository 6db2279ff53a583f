package dev.proven.examples.tpch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.examples.AdvisedDatabase;
import dev.proven.examples.Figures;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The advisor on TPC-H at scale 0.01, or at 0.1 within 40 and 15 MB and with every figure printed
 * by {@code -Dproven.twin=full}.
 */
class AdvisorOfTpchTest {
  private static final Set<String> OUTLIERS = Set.of("Q17", "Q20");
  @TempDir private Path folder;

  private void advise(TpchServer server, long budget) throws Exception {
    try (var tpch = new AdvisedDatabase(server.session, server.target, budget)) {
      var advised = tpch.advise(TpchDatabase.workload(folder));
      var figures = new Figures(tpch.measure(advised, TpchServer.FULL ? 3 : 1));
      long bytes = tpch.newBytes();
      if (TpchServer.FULL) {
        figures.print("TPC-H within " + budget / 1_000_000 + " MB", advised, bytes);
        Figures.say(
            "reads: total %.4f, tail %.4f",
            figures.total(t -> !t.part().write(), false),
            figures.total(t -> !t.part().write() && !OUTLIERS.contains(t.part().id()), false));
        assertThat(figures.total(t -> !t.part().write(), false)).isLessThan(0.03);
        assertThat(figures.geometricMean()).isLessThan(0.3);
      }
      assertThat(advised.screening().kept()).isNotEmpty();
      assertThat(bytes).isLessThanOrEqualTo(budget);
      assertThat(figures.taken()).allMatch(AdvisedDatabase.Taken::sameAnswer);
      assertThat(figures.total(t -> !t.part().write(), false)).isLessThan(0.5);
    }
  }

  @Test
  void chooses_within_the_storage() throws Exception {
    try (var server = TpchServer.start()) {
      for (long budget :
          TpchServer.FULL ? new long[] {40_000_000, 15_000_000} : new long[] {4_000_000}) {
        advise(server, budget);
      }
    }
  }
}
