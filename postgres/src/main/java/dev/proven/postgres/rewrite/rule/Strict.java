package dev.proven.postgres.rewrite.rule;

import dev.proven.postgres.rewrite.sql.Expr;
import java.util.Set;

/** Expressions that are NULL where any of their columns is. */
final class Strict {
  private static final Set<String> OPERATORS =
      Set.of("+", "-", "*", "/", "||", "=", "<>", "<", "<=", ">", ">=");

  private Strict() {}

  static boolean is(Expr expr) {
    return switch (expr) {
      case Expr.Column _ -> true;
      case Expr.Binary b when OPERATORS.contains(b.operator()) -> is(b.left()) || is(b.right());
      case Expr.Cast c -> is(c.operand());
      default -> false;
    };
  }
}
