package dev.proven.cli;

import dev.proven.core.Json;
import dev.proven.core.sprint.Certificate;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where this machine's A/A certificate is kept, so that later runs can heed it. */
final class Certificates {
  private Certificates() {}

  /** The file below the user's state folder. */
  static Path file() {
    var state = System.getenv("XDG_STATE_HOME");
    var home = Path.of(System.getProperty("user.home"), ".local", "state");
    return (state == null || state.isBlank() ? home : Path.of(state))
        .resolve("proven")
        .resolve("aa-certificate.json");
  }

  static void keep(Certificate certificate) {
    Json.write(file(), certificate);
  }

  /** Why PROVEN verdicts are refused on this machine; empty where they are not. */
  static String refusal() {
    if (!Files.exists(file())) {
      return "";
    }
    return Json.read(file(), Certificate.class).refusal();
  }
}
