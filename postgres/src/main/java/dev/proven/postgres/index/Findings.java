package dev.proven.postgres.index;

import dev.proven.core.Diagnosis.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The wasteful things in the plans, the costliest first. */
final class Findings {
  private static final double MOST_KEPT = 0.25;
  private static final double LARGE_SORT = 10_000;
  private static final double LEAST_SHARE = 0.05;

  private record Weighed(double weight, Finding finding) {}

  private final Catalog catalog;
  private final List<Weighed> found = new ArrayList<>();

  private Findings(Catalog catalog) {
    this.catalog = catalog;
  }

  /** What is wasteful in these uses of tables. */
  static List<Finding> of(Catalog catalog, List<TableUse> uses) {
    var findings = new Findings(catalog);
    uses.stream().filter(u -> u.share() >= LEAST_SHARE).forEach(findings::look);
    return findings.found.stream()
        .sorted(Comparator.comparingDouble(w -> -w.weight()))
        .map(Weighed::finding)
        .toList();
  }

  private void look(TableUse use) {
    Table table = catalog.table(use.table());
    if (table == null || table.pages() < Table.SMALL) {
      return;
    }
    if (use.readsAllRows() && use.repeated()) {
      add(
          use,
          use.part() + " reads all of " + use.table() + " again and again",
          Evidence.of(table, use));
    } else if (use.readsAllRows() && use.scan().rows() < MOST_KEPT * table.rows()) {
      add(
          use,
          use.part() + " reads all of " + use.table() + " and throws most of it away",
          Evidence.of(table, use));
    }
    use.orders().stream()
        .filter(o -> o.rows() > LARGE_SORT)
        .forEach(
            o -> add(use, use.part() + " sorts many rows of " + use.table(), Evidence.of(use, o)));
  }

  private void add(TableUse use, String title, String evidence) {
    found.add(new Weighed(use.importance() * use.share(), new Finding(title, evidence)));
  }
}
