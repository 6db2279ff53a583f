package dev.proven.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.core.CostedWorkload;
import dev.proven.core.Proposal;
import dev.proven.core.Workload;
import dev.proven.core.experiment.Arm;
import dev.proven.core.experiment.Part;
import dev.proven.postgres.setting.SettingOptimizers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Compiling, on a server that can: the bundled one cannot, so this takes one that the system has
 * installed, and is not run where there is none.
 */
class CompilingTest {
  /** Dear by the planner's estimate of a thousand rows each, and short. */
  private static final Part SHORT =
      new Part(
          "short",
          "short",
          "SELECT count(*) FROM generate_series(1, (SELECT 9)) a, generate_series(1, (SELECT 9)) b,"
              + " generate_series(1, (SELECT 9)) c WHERE a + b < c",
          false,
          1);

  private static Binaries installed() {
    var folder = Path.of("/usr/lib/postgresql/15");
    Assumptions.assumeTrue(
        Files.exists(folder.resolve("lib/llvmjit.so"))
            && Files.exists(folder.resolve("bin/initdb")),
        "no installed PostgreSQL 15 with llvmjit");
    return new Binaries(folder);
  }

  @Test
  void is_proposed_to_be_off_where_it_takes_most_of_a_short_statement() throws Exception {
    var other = new Part("other", "other", "SELECT count(*) FROM item", false, 1);
    var workload = new Workload("test", List.of(SHORT, other), List.of());
    var seconds = new TreeMap<String, Double>();
    workload.parts().forEach(p -> seconds.put(p.id(), 0.05));
    try (var server =
        TestServer.with(
            installed(), "CREATE TABLE item AS SELECT n FROM generate_series(1, 1000) n")) {
      var optimizer = SettingOptimizers.ofSessions();
      var found = optimizer.diagnose(server.target, workload).proposals();
      assertThat(found).extracting(Proposal::id).contains("jit=off");
      try (var testbed = optimizer.testbed(server.target, server.session)) {
        var screening =
            optimizer.screen(testbed, found, new CostedWorkload(workload, seconds), server.session);
        var kept = screening.kept().getFirst();
        assertThat(kept.id()).startsWith("jit");
        assertThat(kept.evidence()).anyMatch(e -> e.matches(".*short spent \\d.* % of its time.*"));
        testbed.put(kept.change());
        assertThat(optimizer.affected(testbed, workload.parts())).containsExactly("short");
        assertThat(TestServer.text(testbed.target(Arm.A), "SHOW jit")).isEqualTo("on");
      }
    }
  }
}
