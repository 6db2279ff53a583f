package dev.proven.postgres.index;

import dev.proven.core.experiment.Part;
import java.util.Collection;
import java.util.Locale;

/** An estimate of what indexes cost the statements that change rows. */
final class WriteCost {
  /** One more index entry a row, as a fraction of an insert without it. */
  private static final double ENTRY = 0.08;

  private WriteCost() {}

  /** How many times its cost the part takes with these indexes. */
  static double ratio(Part part, PlanNode plan, Collection<CreateIndex> indexes) {
    long paid = indexes.stream().filter(i -> pays(part, plan, i)).count();
    return 1 + ENTRY * paid;
  }

  /**
   * Whether the part has to write into the index: an insert always, an update if it may set one of
   * the index's columns, a delete never, since VACUUM does its work.
   */
  static boolean pays(Part part, PlanNode plan, CreateIndex index) {
    return plan.all().anyMatch(n -> n.modifiesTable() && pays(n, part, index));
  }

  private static boolean pays(PlanNode node, Part part, CreateIndex index) {
    if (!node.table().equals(index.on())) {
      return false;
    }
    String operation = String.join("", node.lines("Operation"));
    var text = part.text().toLowerCase(Locale.ROOT);
    return switch (operation) {
      case "Insert", "Merge" -> true;
      case "Delete" -> false;
      default ->
          index.keys().stream().anyMatch(k -> text.contains(k.column().toLowerCase(Locale.ROOT)));
    };
  }
}
