package dev.proven.postgres.rewrite.check;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What two answers to one question differ in. Rows count as often as they come; numerics, texts and
 * times must be the same to the letter; floats to nine digits, because the order in which they are
 * added up is the plan's; and where an order is asked for, its keys must come in the same order,
 * rows of the same keys in any.
 */
final class Difference {
  private static final int SHOWN = 3;
  private static final BigDecimal TOLERANCE = new BigDecimal("1e-9");

  private Difference() {}

  /** In words, empty where they are alike. */
  static Optional<String> between(Answer original, Answer rewritten) {
    if (!original.header().equals(rewritten.header())) {
      return Optional.of(
          "the columns are " + original.header() + " and, rewritten, " + rewritten.header());
    }
    if (!original.sameBag(rewritten) && !isRounding(original, rewritten)) {
      return Optional.of(rows(original, rewritten));
    }
    return original.sameOrder(rewritten)
        ? Optional.empty()
        : Optional.of("the rows come in another order");
  }

  private static String rows(Answer original, Answer rewritten) {
    var counts =
        "the original answers "
            + original.count()
            + " rows, the rewritten text "
            + rewritten.count();
    if (!original.isComplete() || !rewritten.isComplete()) {
      return counts + (original.count() == rewritten.count() ? ", and not the same ones" : "");
    }
    return counts
        + "; only the original: "
        + shown(less(original, rewritten))
        + "; only the rewritten text: "
        + shown(less(rewritten, original));
  }

  private static List<List<String>> less(Answer these, Answer those) {
    Map<List<String>, Integer> left = new HashMap<>();
    those.rows().forEach(r -> left.merge(r, 1, Integer::sum));
    var rest = new ArrayList<List<String>>();
    for (var row : these.rows()) {
      int more = left.getOrDefault(row, 0);
      if (more == 0) {
        rest.add(row);
      } else {
        left.put(row, more - 1);
      }
    }
    return rest;
  }

  private static String shown(List<List<String>> rows) {
    if (rows.isEmpty()) {
      return "none";
    }
    var text =
        rows.stream()
            .limit(SHOWN)
            .map(r -> "(" + String.join(", ", r) + ")")
            .collect(Collectors.joining(", "));
    return rows.size() > SHOWN ? text + " and " + (rows.size() - SHOWN) + " more" : text;
  }

  /** Whether the same rows stand beside each other, but for the last digits of floats. */
  private static boolean isRounding(Answer original, Answer rewritten) {
    if (original.count() != rewritten.count()
        || !original.hasFloating()
        || !original.isComplete()
        || !rewritten.isComplete()) {
      return false;
    }
    var order = byExactCellsFirst(original);
    var a = original.rows().stream().sorted(order).toList();
    var b = rewritten.rows().stream().sorted(order).toList();
    for (int i = 0; i < a.size(); i++) {
      if (!isAlike(a.get(i), b.get(i), original)) {
        return false;
      }
    }
    return true;
  }

  private static Comparator<List<String>> byExactCellsFirst(Answer answer) {
    return (x, y) -> {
      int order = 0;
      for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < x.size() && order == 0; i++) {
          if (answer.isFloating(i) == (pass == 1)) {
            order = compare(x.get(i), y.get(i), pass == 1);
          }
        }
      }
      return order;
    };
  }

  private static int compare(String a, String b, boolean floating) {
    return floating && isNumber(a) && isNumber(b)
        ? Answer.number(a).compareTo(Answer.number(b))
        : a.compareTo(b);
  }

  private static boolean isNumber(String cell) {
    return !cell.equals(Answer.NULL) && !Character.isLetter(cell.charAt(cell.length() - 2));
  }

  private static boolean isAlike(List<String> a, List<String> b, Answer answer) {
    for (int i = 0; i < a.size(); i++) {
      boolean alike =
          a.get(i).equals(b.get(i)) || (answer.isFloating(i) && isClose(a.get(i), b.get(i)));
      if (!alike) {
        return false;
      }
    }
    return true;
  }

  private static boolean isClose(String a, String b) {
    if (!isNumber(a) || !isNumber(b)) {
      return false;
    }
    var left = Answer.number(a);
    var right = Answer.number(b);
    var most = left.abs().max(right.abs()).multiply(TOLERANCE);
    return left.subtract(right).abs().compareTo(most.max(new BigDecimal("1e-300"))) <= 0;
  }
}
