package dev.proven.core;

import dev.proven.core.experiment.Part;
import java.util.List;

/**
 * The work that both arms do, the same for both.
 *
 * @param source where it was read from, for the report
 * @param parts what is measured, at least one
 * @param leftOut what was found and cannot be measured, each with its reason; nothing is dropped in
 *     silence
 */
public record Workload(String source, List<Part> parts, List<LeftOut> leftOut) {

  /**
   * A piece of work that is not measured.
   *
   * @param title what it is
   * @param reason why not
   */
  public record LeftOut(String title, String reason) {}

  public Workload {
    if (parts.isEmpty()) {
      throw Problem.usage(
          "The workload holds nothing that can be measured (" + source + ")." + reasons(leftOut),
          "Give the statements in a file with --workload FILE.");
    }
    parts = List.copyOf(parts);
    leftOut = List.copyOf(leftOut);
  }

  private static String reasons(List<LeftOut> leftOut) {
    var text = new StringBuilder();
    leftOut.stream()
        .limit(5)
        .forEach(l -> text.append("\n  ").append(l.title()).append(": ").append(l.reason()));
    return text.toString();
  }

  /** The part of that id. */
  public Part part(String id) {
    return parts.stream().filter(p -> p.id().equals(id)).findFirst().orElseThrow();
  }
}
