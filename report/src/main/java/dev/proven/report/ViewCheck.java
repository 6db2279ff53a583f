package dev.proven.report;

import dev.proven.core.evidence.RunFolder;
import dev.proven.core.evidence.Sha256;
import dev.proven.core.evidence.Verification.Figure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Decides a run again and renders its views again: who edits a report, or the decision in it, and
 * makes the manifest fit, is found out by this.
 */
public final class ViewCheck {
  private ViewCheck() {}

  /**
   * A figure for each view beside the evidence: the digest of the file, and of what the run gives
   * when it is rendered again.
   */
  public static List<Figure> figures(RunFolder folder) {
    var views =
        Views.all().stream()
            .filter(v -> Files.exists(folder.root().resolve(v.fileName())))
            .toList();
    if (views.isEmpty()) {
      return List.of();
    }
    var run = folder.read();
    var decision = Decision.of(run);
    return views.stream()
        .map(v -> figure(folder.root().resolve(v.fileName()), v.render(run, decision)))
        .toList();
  }

  private static Figure figure(Path file, String rendered) {
    try {
      var then = Sha256.of(Files.readString(file));
      var now = Sha256.of(rendered);
      return new Figure("report", String.valueOf(file.getFileName()), then, now, then.equals(now));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
