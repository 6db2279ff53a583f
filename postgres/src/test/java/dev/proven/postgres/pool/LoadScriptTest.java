package dev.proven.postgres.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proven.core.Clients;
import dev.proven.core.Workload;
import dev.proven.core.experiment.Part;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LoadScriptTest {
  private static Part part(String id, String text, boolean write, double weight) {
    return new Part(id, id, text, write, weight);
  }

  @Test
  void readsBackWhatItWrites() {
    var statements =
        List.of(
            new LoadScript.Called("SELECT ';' -- not an end;\n FROM t", 12.5),
            new LoadScript.Called("SELECT $$;$$", 1e-3));
    for (var clients :
        List.of(
            new Clients(40, true, 12.5, null),
            new Clients(1000, false, null, true),
            new Clients(1, true, 1e-3, false))) {
      var script = new LoadScript(new Use(clients, "seen over 2 s: a\n b"), statements);
      var again = LoadScript.of(script.part(Situation.CHURN)).orElseThrow();
      assertThat(again.use().clients()).isEqualTo(clients);
      assertThat(again.statements()).isEqualTo(statements);
    }
    assertThat(LoadScript.of(part("Q", "-- clients\nSELECT 1", false, 1))).isEmpty();
  }

  @Test
  void takesTheReadsThatMakeUpMostCallsAndNamesTheRest() {
    var workload =
        new Workload(
            "a test",
            List.of(
                part("often", "SELECT 1", false, 990),
                part("rare", "SELECT 2", false, 10),
                part("write", "DELETE FROM t", true, 5000)),
            List.of());
    var use = new Use(new Clients(2, true, null, null), "a test");
    var work = LoadWork.of(workload, use, Situation.CHURN);
    var script = LoadScript.of(work.parts().getFirst()).orElseThrow();
    assertThat(script.statements()).extracting(LoadScript.Called::sql).containsExactly("SELECT 1");
    assertThat(work.leftOut())
        .extracting(Workload.LeftOut::title)
        .containsExactly("write write", "rare rare");
    var writes = new Workload("a test", List.of(part("w", "DELETE FROM t", true, 1)), List.of());
    var bare = LoadScript.of(LoadWork.of(writes, use, Situation.CHURN).parts().getFirst());
    assertThat(bare.orElseThrow().statements().getFirst().sql()).isEqualTo("SELECT 1");
  }

  @Test
  void theSameTransactionIsTheSameOnBothArmsAndDrawnByItsCalls() {
    var statements = List.of(new LoadScript.Called("often", 9), new LoadScript.Called("seldom", 1));
    var mix = new Mix(statements, 42);
    var again = new Mix(statements, 42);
    long often =
        IntStream.range(0, 10_000).filter(i -> mix.statement(i % 7, i).equals("often")).count();
    assertThat(often).isBetween(8_700L, 9_300L);
    assertThat(IntStream.range(0, 100))
        .allMatch(i -> mix.statement(3, i).equals(again.statement(3, i)));
  }
}
