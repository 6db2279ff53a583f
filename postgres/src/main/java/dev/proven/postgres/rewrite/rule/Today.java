package dev.proven.postgres.rewrite.rule;

import dev.proven.postgres.rewrite.sql.Expr;
import java.util.regex.Pattern;

/** The day on which a statement runs, or one so many days before or after it. */
final class Today {
  private static final Pattern DAYS = Pattern.compile("[0-9]{1,5}");
  private static final Expr ONE = new Expr.Literal("1");

  private Today() {}

  static boolean is(Expr expr) {
    return switch (expr) {
      case Expr.Literal l -> l.text().equals("CURRENT_DATE");
      case Expr.Binary b ->
          (b.operator().equals("+") || b.operator().equals("-"))
              && is(b.left())
              && b.left() instanceof Expr.Literal
              && b.right() instanceof Expr.Literal l
              && DAYS.matcher(l.text()).matches();
      default -> false;
    };
  }

  static Expr next(Expr day) {
    return new Expr.Binary("+", day, ONE);
  }
}
