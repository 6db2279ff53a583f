package dev.proven.postgres.index;

import dev.proven.core.experiment.Part;
import dev.proven.postgres.whatif.IndexDefinition;
import dev.proven.postgres.whatif.IndexKey;
import java.util.Collection;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An estimate of what indexes cost the statements that change rows, before any of them is executed:
 * microseconds of an entry for each changed row, beside the measured time of the statement.
 */
final class WriteCost {
  /** No statement takes less time than this, and so much more for each row. */
  private static final double STATEMENT = 150e-6;

  private static final double ROW = 10e-6;
  private static final double BTREE = 3e-6;
  private static final double HASH = 2e-6;
  private static final double BRIN = 0.2e-6;
  private static final double GIN = 25e-6;

  private WriteCost() {}

  /**
   * How many times its cost the part takes with these indexes.
   *
   * @param seconds of one execution without them; less than is possible where nothing was measured
   */
  static double ratio(
      Part part, PlanNode plan, double seconds, Collection<IndexDefinition> indexes) {
    double rows = rows(plan);
    double base = Math.max(seconds, STATEMENT + ROW * rows);
    double more = 0;
    for (IndexDefinition index : indexes) {
      more += pays(part, plan, index) ? rows * entry(index) : 0;
    }
    return 1 + more / base;
  }

  private static double entry(IndexDefinition index) {
    double one =
        switch (index.method()) {
          case BTREE -> BTREE;
          case HASH -> HASH;
          case BRIN -> BRIN;
          case GIN -> GIN;
        };
    // Most rows fail the predicate, which costs less than an entry.
    return index.predicate().isEmpty() ? one : one / 3;
  }

  private static double rows(PlanNode plan) {
    return plan.all()
        .filter(PlanNode::modifiesTable)
        .flatMap(n -> n.children().stream())
        .mapToDouble(PlanNode::rows)
        .max()
        .orElse(1);
  }

  /**
   * Whether the part has to write into the index: an insert always, an update if it may set one of
   * the columns in it, a delete never, since VACUUM does its work.
   */
  static boolean pays(Part part, PlanNode plan, IndexDefinition index) {
    return plan.all().anyMatch(n -> n.modifiesTable() && pays(n, part, index));
  }

  private static boolean pays(PlanNode node, Part part, IndexDefinition index) {
    if (!node.isOn(IndexText.table(index))) {
      return false;
    }
    String operation = String.join("", node.lines("Operation"));
    return switch (operation) {
      case "Insert", "Merge" -> true;
      case "Delete" -> false;
      default -> mayChange(part.text().toLowerCase(Locale.ROOT), index);
    };
  }

  /** Whether the text of an update names a column that is in the index in any place. */
  private static boolean mayChange(String update, IndexDefinition index) {
    boolean key =
        index.keys().stream()
            .anyMatch(k ->
                switch (k.subject()) {
                  case IndexKey.Column column -> names(update, column.name());
                  case IndexKey.Expression expression -> sharesWord(update, expression.text());
                });
    return key
        || index.include().stream().anyMatch(c -> names(update, c))
        || sharesWord(update, index.predicate());
  }

  private static boolean names(String update, String column) {
    return update.contains(column.toLowerCase(Locale.ROOT));
  }

  private static boolean sharesWord(String update, String expression) {
    return Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]{2,}")
        .matcher(expression)
        .results()
        .anyMatch(m -> names(update, m.group()));
  }
}
