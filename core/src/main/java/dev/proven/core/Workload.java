package dev.proven.core;

import dev.proven.core.experiment.Part;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The work that both arms do, the same for both.
 *
 * @param source where it was read from, for the report
 * @param parts what is measured, at least one
 * @param leftOut what was found and cannot be measured, each with its reason; nothing is dropped in
 *     silence
 * @param varying parts whose answers vary by themselves, by their ids, with the reason; both arms
 *     do their work, and what they answer is not compared
 */
public record Workload(
    String source, List<Part> parts, List<LeftOut> leftOut, SortedMap<String, String> varying) {

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
    varying = Collections.unmodifiableSortedMap(new TreeMap<>(varying));
  }

  /** Work whose answers do not vary, as far as is known. */
  public Workload(String source, List<Part> parts, List<LeftOut> leftOut) {
    this(source, parts, leftOut, new TreeMap<>());
  }

  /**
   * The same without some parts, which are left out by name.
   *
   * @param reasons by part id
   */
  public Workload without(Map<String, String> reasons) {
    var less = new ArrayList<>(leftOut);
    parts.stream()
        .filter(p -> reasons.containsKey(p.id()))
        .map(p -> new LeftOut(p.id() + " " + p.title(), reasons.getOrDefault(p.id(), "")))
        .forEach(less::add);
    var kept = parts.stream().filter(p -> !reasons.containsKey(p.id())).toList();
    return new Workload(source, kept, less, varying);
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
