package dev.proven.cli;

import dev.proven.core.Json;
import dev.proven.core.Problem;
import dev.proven.core.evidence.Machine;
import dev.proven.core.sprint.Certificate;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where this machine's A/A certificate is kept, so that later runs can heed it. Several machines
 * may share a home folder: each has a file of its own, and heeds no other.
 */
final class Certificates {
  private Certificates() {}

  /** The file below the user's state folder. */
  static Path file() {
    var state = System.getenv("XDG_STATE_HOME");
    var home = Path.of(System.getProperty("user.home"), ".local", "state");
    return (state == null || state.isBlank() ? home : Path.of(state))
        .resolve("proven")
        .resolve("aa-certificate-" + Machine.id() + ".json");
  }

  static void keep(Certificate certificate) {
    keep(certificate, file());
  }

  static void keep(Certificate certificate, Path file) {
    try {
      Json.write(file, certificate);
    } catch (UncheckedIOException e) {
      throw Problem.failed(
              "The certificate cannot be kept in " + file + ": " + e.getCause(),
              "It holds as printed, but no later run will heed it. Make the folder writable, or"
                  + " set XDG_STATE_HOME to one that is, and run again.")
          .causedBy(e);
    }
  }

  /** Why PROVEN verdicts are refused on this machine; empty where they are not. */
  static String refusal(PrintWriter err) {
    return refusal(file(), err);
  }

  static String refusal(Path file, PrintWriter err) {
    if (!Files.exists(file)) {
      return "";
    }
    try {
      var certificate = Json.read(file, Certificate.class);
      return Machine.isThis(certificate.machine()) ? certificate.refusal() : "";
    } catch (RuntimeException e) {
      // Whatever is wrong with it: the run does not depend on it, but it shall not go unnoticed.
      err.println("proven: warning: " + file + " cannot be read and is ignored.");
      err.println(
          "  Whether this machine's A/A certificate failed is not known, so PROVEN is not refused."
              + " Measure it again with: proven aa");
      return "";
    }
  }
}
