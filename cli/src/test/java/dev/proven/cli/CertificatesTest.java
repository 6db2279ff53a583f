package dev.proven.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proven.core.Problem;
import dev.proven.core.evidence.Machine;
import dev.proven.core.sprint.Certificate;
import dev.proven.core.stats.Interval;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CertificatesTest {
  @TempDir Path folder;
  private final StringWriter err = new StringWriter();

  private String refusal(Path file) {
    return Certificates.refusal(file, new PrintWriter(err, true));
  }

  private static Certificate failed(SortedMap<String, String> machine) {
    var rate = new Interval(0.15, 0.26);
    return new Certificate(200, 40, rate, 20, 12, Instant.EPOCH, "x", machine, "run");
  }

  @Test
  void aFailedCertificateRefusesOnItsOwnMachineOnly() {
    var file = folder.resolve("state").resolve("aa.json");
    var machine = Machine.facts();
    Certificates.keep(failed(machine), file);
    assertThat(refusal(file)).contains("40 of 200", "PROVEN is refused here");
    machine.put("system", "a kernel of tomorrow");
    machine.put("java", "a Java of tomorrow");
    Certificates.keep(failed(machine), file);
    assertThat(refusal(file)).contains("40 of 200");
    for (var fact : new String[] {"id", "cores", "processor"}) {
      var other = Machine.facts();
      other.put(fact, "another");
      Certificates.keep(failed(other), file);
      assertThat(refusal(file)).as(fact).isEmpty();
    }
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void eachMachineHasAFileOfItsOwn() {
    assertThat(Machine.id()).matches("[0-9a-f]{12}").isEqualTo(Machine.id());
    assertThat(Certificates.file().getFileName().toString()).contains(Machine.id());
  }

  @Test
  void aDamagedOneIsToldAndBlocksNothing() throws Exception {
    var file = folder.resolve("aa.json");
    for (var text : new String[] {"", "{", "{}", "null", "{\"verdicts\": 200}", "[]"}) {
      Files.writeString(file, text);
      err.getBuffer().setLength(0);
      assertThat(refusal(file)).as(text).isEmpty();
      assertThat(err.toString()).as(text).contains("warning", "aa.json", "proven aa");
    }
  }

  @Test
  void oneThatCannotBeKeptIsToldWithWhatToDo() throws Exception {
    var file = Files.createFile(folder.resolve("no-folder")).resolve("aa.json");
    assertThatThrownBy(() -> Certificates.keep(failed(Machine.facts()), file))
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.advice()).contains("XDG_STATE_HOME"))
        .hasMessageContaining("cannot be kept");
  }
}
