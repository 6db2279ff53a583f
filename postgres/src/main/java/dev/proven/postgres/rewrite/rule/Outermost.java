package dev.proven.postgres.rewrite.rule;

import dev.proven.postgres.rewrite.sql.Expr;
import dev.proven.postgres.rewrite.sql.Query;
import dev.proven.postgres.rewrite.sql.Rebuild;
import java.util.ArrayList;
import java.util.List;

/** The subqueries for single values in an expression, without those that stand in other queries. */
final class Outermost extends Rebuild {
  private final List<Expr.Scalar> scalars = new ArrayList<>();

  private Outermost() {}

  static List<Expr.Scalar> scalars(Expr expr) {
    var walk = new Outermost();
    walk.expr(expr);
    return walk.scalars;
  }

  @Override
  public Query query(Query query) {
    return query;
  }

  @Override
  public Expr expr(Expr expr) {
    if (expr instanceof Expr.Scalar s) {
      scalars.add(s);
    }
    return super.expr(expr);
  }
}
