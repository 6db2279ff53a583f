package dev.proven.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proven.core.Problem;
import dev.proven.core.apply.AppliedFolder;
import dev.proven.core.experiment.Arm;
import dev.proven.core.experiment.Sample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EvidenceTest {
  @TempDir Path folder;

  @Test
  void samplesReadBackToTheLastBit() throws Exception {
    var samples =
        List.of(
            new Sample(1, Arm.A, 0, "Q1, \"quoted\"", 1, "cpu", 0.1 + 0.2, false, "a,b"),
            new Sample(1, Arm.B, 1, "größe", 2, "cpu", Double.MIN_VALUE, true, ""));
    var file = folder.resolve("samples.csv.gz");
    try (var out = SampleFile.create(file)) {
      out.add(samples);
    }
    assertThat(SampleFile.read(file)).isEqualTo(samples);
  }

  @Test
  void aFileThatIsCutOffIsNamed() throws Exception {
    var file = folder.resolve("samples.csv.gz");
    try (var out = SampleFile.create(file)) {
      out.add(List.of(new Sample(1, Arm.A, 0, "Q1", 1, "cpu", 1, false, "")));
    }
    Files.write(file, java.util.Arrays.copyOf(Files.readAllBytes(file), 30));
    assertThatThrownBy(() -> SampleFile.read(file))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("samples.csv.gz");
  }

  @Test
  void oneChangedByteAnywhereIsFoundAndNamed() throws Exception {
    Files.writeString(folder.resolve("run.json"), "{\"id\": 1}\n");
    Files.createDirectory(folder.resolve("00-pilot"));
    Files.writeString(folder.resolve("00-pilot/declaration.json"), "{}\n");
    Manifest.write(folder);
    assertThat(Manifest.differences(folder)).isEmpty();
    for (String name : List.of("run.json", "00-pilot/declaration.json", Manifest.FILE)) {
      var file = folder.resolve(name);
      var bytes = Files.readAllBytes(file);
      for (int i = 0; i < bytes.length; i++) {
        var changed = bytes.clone();
        changed[i] ^= 1;
        Files.write(file, changed);
        assertThat(Manifest.differences(folder))
            .as("byte %d of %s", i, name)
            .anyMatch(d -> d.startsWith(name));
      }
      Files.write(file, bytes);
    }
    assertThat(Manifest.differences(folder)).isEmpty();
  }

  @Test
  void aMissingAndAnAddedFileAreNamed() throws Exception {
    Files.writeString(folder.resolve("run.json"), "{}");
    Manifest.write(folder);
    Files.move(folder.resolve("run.json"), folder.resolve("other.json"));
    assertThat(Manifest.differences(folder))
        .containsExactlyInAnyOrder("run.json is missing", "other.json is not in the manifest");
  }

  @Test
  void whatIsAppliedLaterIsNoPartOfTheRun() throws Exception {
    Files.writeString(folder.resolve("run.json"), "{}");
    Manifest.write(folder);
    var applied = AppliedFolder.named(new RunFolder(folder), Instant.EPOCH);
    applied.write("index.sql", "CREATE INDEX");
    assertThat(Manifest.differences(folder)).isEmpty();
    assertThat(AppliedFolder.all(new RunFolder(folder))).containsExactly(applied);
    assertThat(applied.finished()).isEmpty();
  }

  @Test
  void twoRunsNeverMeasureAtOnce() {
    var file = folder.resolve("lock");
    try (var _ = MeasuringLock.take(file, "first")) {
      assertThatThrownBy(() -> MeasuringLock.take(file, "second").close())
          .isInstanceOf(Problem.class)
          .hasMessageContaining("Another run is measuring");
    }
    try (var lock = MeasuringLock.take(file, "third")) {
      assertThat(lock).isNotNull();
    }
  }

  @Test
  void theLockIsEverybodysAndIsNoLink() throws Exception {
    var file = folder.resolve("lock");
    MeasuringLock.take(file, "first").close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-rw-rw-");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
    var link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("elsewhere"));
    assertThatThrownBy(() -> MeasuringLock.take(link, "second").close())
        .isInstanceOf(Problem.class)
        .hasMessageContaining("cannot be taken");
    assertThat(folder.resolve("elsewhere")).doesNotExist();
  }

  @Test
  void whatStandsInTheLockCannotSteerATerminal() throws Exception {
    var file = folder.resolve("lock");
    try (var _ = MeasuringLock.take(file, "first")) {
      Files.writeString(file, "process 1\u001b[2J\u0007, run x\n");
      assertThatThrownBy(() -> MeasuringLock.take(file, "second").close())
          .hasMessageContaining("(process 1 [2J , run x)");
    }
  }

  @Test
  void csvFieldsMayBeQuoted() {
    assertThat(Csv.fields("1,\"a,\"\"b\"\"\",,x")).containsExactly("1", "a,\"b\"", "", "x");
    assertThat(Csv.fields("a,b,")).containsExactly("a", "b", "");
    assertThat(Csv.fields("a, \"b,c\" ,d")).containsExactly("a", "b,c", "d");
    assertThat(Csv.fields("\"\",x")).containsExactly("", "x");
    for (String wrong : List.of("\"open", "a,\"b\"c", "\"a\" b,c")) {
      assertThatThrownBy(() -> Csv.fields(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
