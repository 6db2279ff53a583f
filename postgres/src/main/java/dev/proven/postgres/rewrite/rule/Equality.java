package dev.proven.postgres.rewrite.rule;

import dev.proven.postgres.rewrite.sql.Expr;
import java.util.Optional;
import java.util.Set;

/** Two columns of which a condition says that they are equal. */
record Equality(Expr.Column left, Expr.Column right) {
  static Optional<Equality> of(Expr expr) {
    return expr instanceof Expr.Binary b
            && b.operator().equals("=")
            && b.left() instanceof Expr.Column l
            && b.right() instanceof Expr.Column r
        ? Optional.of(new Equality(l, r))
        : Optional.empty();
  }

  /** The equality with the column of one of these sources first, empty where not just one is. */
  Optional<Equality> facing(Set<String> sources) {
    boolean first = sources.contains(left.source());
    if (first == sources.contains(right.source())) {
      return Optional.empty();
    }
    return Optional.of(first ? this : turned());
  }

  /** The same with its sides changed. */
  Equality turned() {
    return new Equality(/* left= */ right, /* right= */ left);
  }

  Expr expr() {
    return new Expr.Binary("=", left, right);
  }
}
