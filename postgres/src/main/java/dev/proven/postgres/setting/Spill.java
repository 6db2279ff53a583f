package dev.proven.postgres.setting;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one execution of a statement had to keep on disk, or could only keep roughly, because its
 * memory was too small.
 *
 * @param part id of the statement
 * @param seen one phrase for each node
 */
record Spill(String part, List<String> seen) {
  private static final double PAGE = 8192;

  /** Read from an executed plan; empty where everything stayed in memory. */
  static Optional<Spill> of(String part, Plan executed) {
    var seen = new ArrayList<String>();
    executed.top().all().forEach(node -> look(node, seen));
    double pages = executed.top().number("Temp Written Blocks");
    if (pages > 0) {
      seen.add(Amount.about(PAGE * pages) + " of temporary files written");
    }
    return seen.isEmpty() ? Optional.empty() : Optional.of(new Spill(part, List.copyOf(seen)));
  }

  private static void look(Node node, List<String> seen) {
    if (node.text("Sort Space Type").equals("Disk")) {
      seen.add(node.text("Sort Method") + " of " + kilobytes(node, "Sort Space Used") + " on disk");
    }
    if (node.number("Hash Batches") > 1) {
      seen.add(
          "a hash in "
              + Numbers.text(node.number("Hash Batches"))
              + " batches of at most "
              + kilobytes(node, "Peak Memory Usage"));
    }
    if (node.number("Disk Usage") > 0) {
      seen.add("a hashed aggregate with " + kilobytes(node, "Disk Usage") + " on disk");
    }
    if (node.number("Lossy Heap Blocks") > 0) {
      seen.add("a bitmap that remembers pages instead of rows");
    }
  }

  private static String kilobytes(Node node, String field) {
    return Amount.about(1024 * node.number(field));
  }

  @Override
  public String toString() {
    return part + ": " + String.join(", ", seen);
  }
}
