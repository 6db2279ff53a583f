package dev.proven.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TargetSpecTest {
  private static final Clients CLIENTS = new Clients(40, true, null, null);
  private static final ProofSource PROOF =
      new ProofSource(ProofSource.Kind.SAMPLE, "postgresql://a@b/c", new Credentials(null));
  private static final TargetSpec WHOLE =
      TargetSpec.of("embedded")
          .withName("shop")
          .withWorkload(Path.of("work.sql"))
          .withClients(CLIENTS, new Pooler("./pgbouncer", true))
          .withIndexBudget(40_000_000L)
          .withProof(PROOF, 9_000L)
          .withOptimizers(List.of("pooling"));

  @Test
  void whatIsSaidOfOneThingLeavesAllElseAsItWas() {
    assertThat(WHOLE.withName("other"))
        .isEqualTo(with("other", WHOLE.workload(), List.of("pooling")));
    assertThat(WHOLE.withWorkload(null)).isEqualTo(with("shop", null, List.of("pooling")));
    assertThat(WHOLE.withClients(CLIENTS, WHOLE.pooler())).isEqualTo(WHOLE);
    assertThat(WHOLE.withOptimizers(List.of()))
        .isEqualTo(with("shop", WHOLE.workload(), List.of()));
  }

  private static TargetSpec with(String name, @Nullable Path workload, List<String> optimizers) {
    return new TargetSpec(
        name,
        "embedded",
        workload,
        null,
        optimizers,
        WHOLE.credentials(),
        CLIENTS,
        new Pooler("./pgbouncer", true),
        40_000_000L,
        PROOF,
        9_000L);
  }
}
