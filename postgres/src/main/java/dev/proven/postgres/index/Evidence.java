package dev.proven.postgres.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a plan shows, in words and numbers. */
final class Evidence {
  private static final int LONGEST = 160;

  private Evidence() {}

  /** What a statement does with a table. */
  static String of(Table table, TableUse use) {
    var scan = use.scan();
    String how = scan.type() + (scan.index().isEmpty() ? "" : " by " + scan.index());
    String again = use.repeated() ? " each time, once for every row of another step" : "";
    return "%s: %s on %s%s, of %s rows an estimated %s kept%s; %s of the statement's estimated cost%s"
        .formatted(
            use.part(),
            how,
            use.table(),
            use.alias().equals(use.table().name()) ? "" : " " + use.alias(),
            number(table.rows()),
            number(scan.rows()),
            again,
            percent(use.share()),
            conditions(scan));
  }

  /** What a statement sorts. */
  static String of(TableUse use, TableUse.Order order) {
    String keys = order.keys().stream().map(SortKey::text).collect(Collectors.joining(", "));
    String early = order.stopsEarly() ? ", of which only the first are wanted" : "";
    return use.part()
        + ": an estimated "
        + number(order.rows())
        + " rows sorted by "
        + keys
        + early;
  }

  private static String conditions(PlanNode scan) {
    var conditions = new ArrayList<String>();
    for (String label : List.of("Index Cond", "Recheck Cond", "Filter")) {
      scan.lines(label).forEach(line -> conditions.add(label + " " + line));
    }
    if (conditions.isEmpty()) {
      return "";
    }
    String text = String.join("; ", conditions);
    return "; " + (text.length() > LONGEST ? text.substring(0, LONGEST) + " ..." : text);
  }

  static String number(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  /** Such as {@code 1 index} and {@code 2 indexes}. */
  static String count(int number, String one, String many) {
    return number(number) + " " + (number == 1 ? one : many);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, share < 0.095 ? "%.1f %%" : "%.0f %%", 100 * share);
  }

  static String megabytes(long bytes) {
    return megabytes((double) bytes);
  }

  /** The same of an estimate. */
  static String megabytes(double bytes) {
    return String.format(Locale.ROOT, bytes < 1e7 ? "%.1f MB" : "%.0f MB", bytes / 1e6);
  }
}
