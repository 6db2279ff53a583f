package dev.proven.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class OwnerTest {
  @TempDir Path folder;

  @Test
  void lastsAsLongAsItsProcess() throws Exception {
    assertThat(Owner.alive(folder)).isFalse();
    var process = new ProcessBuilder("sleep", "60").start();
    try {
      Owner.sign(folder, process.toHandle());
      assertThat(Owner.alive(folder)).isTrue();
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(Owner.alive(folder)).isFalse();
  }

  /** The shell becomes a sleep, which never asks what became of the child it does not know of. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aProcessThatIsDeadAndNotReapedIsNotAlive() throws Exception {
    var parent = new ProcessBuilder("sh", "-c", "sleep 60 & echo $!; exec sleep 60").start();
    try (var out =
        new BufferedReader(
            new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
      var child = ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow();
      Owner.sign(folder, child);
      assertThat(Owner.alive(folder)).isTrue();
      child.destroyForcibly();
      long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
      while (Owner.alive(folder) && System.nanoTime() < deadline) {
        Thread.sleep(10);
      }
      assertThat(child.isAlive()).as("the system still lists it").isTrue();
      assertThat(Owner.alive(folder)).isFalse();
    } finally {
      parent.destroyForcibly().waitFor();
    }
  }
}
