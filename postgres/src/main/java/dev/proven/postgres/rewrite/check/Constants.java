package dev.proven.postgres.rewrite.check;

import dev.proven.postgres.rewrite.sql.Expr;
import dev.proven.postgres.rewrite.sql.Query;
import dev.proven.postgres.rewrite.sql.Scan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The constants of a statement, by the columns that they are compared with. */
final class Constants {
  private static final Pattern QUOTED = Pattern.compile("(?:[A-Za-z]+\\s*)?'((?:[^']|'')*)'");
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

  private static final Set<String> CLOCKS =
      Set.of("CURRENT_DATE", "CURRENT_TIMESTAMP", "LOCALTIMESTAMP");

  /** The server reads these words as moments. */
  private static final List<String> NOW = List.of("now", "today", "yesterday", "tomorrow");

  private final Map<Expr.Column, Set<String>> values = new HashMap<>();

  private Constants() {}

  static Constants of(Query query) {
    var constants = new Constants();
    for (var expr : Scan.of(query).exprs()) {
      switch (expr) {
        case Expr.Binary b -> constants.compare(List.of(b.left(), b.right()));
        case Expr.Between b -> constants.compare(List.of(b.operand(), b.low(), b.high()));
        case Expr.InList i -> {
          var all = new ArrayList<>(i.values());
          all.add(i.operand());
          constants.compare(all);
        }
        case Expr.Call c -> constants.compare(c.arguments());
        default -> {
          // Compares nothing.
        }
      }
    }
    return constants;
  }

  /** Whatever stands beside a column is worth trying in it. */
  private void compare(List<Expr> operands) {
    var texts = new LinkedHashSet<String>();
    for (var operand : operands) {
      for (var expr : Scan.of(operand).exprs()) {
        switch (expr) {
          case Expr.Literal l when CLOCKS.contains(l.text()) -> texts.addAll(NOW);
          case Expr.Literal l -> texts.addAll(texts(l.text()));
          case Expr.Call c when c.name().equals("now") -> texts.addAll(NOW);
          default -> {
            // Names no value.
          }
        }
      }
    }
    for (var operand : operands) {
      Scan.of(operand)
          .columns()
          .forEach(c -> values.computeIfAbsent(c, _ -> new LinkedHashSet<>()).addAll(texts));
    }
  }

  private static List<String> texts(String literal) {
    var quoted = QUOTED.matcher(literal);
    if (quoted.matches()) {
      return patterns(quoted.group(1).replace("''", "'"));
    }
    return NUMBER.matcher(literal).matches() ? List.of(literal) : List.of();
  }

  /** A text that a pattern fits, if it is one. */
  private static List<String> patterns(String text) {
    return text.contains("%") || text.contains("_")
        ? List.of(
            text.replace("%", "").replace('_', 'a'),
            text.replace("%", "zz").replace('_', 'a'),
            text)
        : List.of(text);
  }

  Set<String> of(Expr.Column column) {
    return values.getOrDefault(column, Set.of());
  }
}
