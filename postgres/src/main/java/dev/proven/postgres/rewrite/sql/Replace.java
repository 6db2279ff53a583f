package dev.proven.postgres.rewrite.sql;

import java.util.List;
import java.util.Map;

/** Puts something in the place of something else. */
public final class Replace {
  private Replace() {}

  /** The statement with another query in the place of the block with that id. */
  public static Query block(Query root, int id, Query with) {
    return new Rebuild() {
      @Override
      public Query query(Query query) {
        return query instanceof Query.Block b && b.id() == id ? with : super.query(query);
      }
    }.query(root);
  }

  /** The expression with others in the places of some of its parts, also in subqueries. */
  public static Expr in(Expr expr, Map<? extends Expr, ? extends Expr> parts) {
    return by(parts).expr(expr);
  }

  /** The expressions with others in the places of some of their parts. */
  public static List<Expr> in(List<Expr> exprs, Map<? extends Expr, ? extends Expr> parts) {
    return by(parts).exprs(exprs);
  }

  /** What a block selects, groups and orders, with other expressions; FROM and WHERE stay. */
  public static Query.Block outside(Query.Block block, Map<? extends Expr, ? extends Expr> parts) {
    var rebuild = by(parts);
    var items =
        block.items().stream()
            .map(i -> keepingLabel(i, new Query.Item(rebuild.expr(i.expr()), i.alias())))
            .toList();
    return new Query.Block(
        block.id(),
        block.distinct(),
        rebuild.exprs(block.distinctOn()),
        items,
        block.from(),
        block.where(),
        rebuild.exprs(block.groupBy()),
        rebuild.exprs(block.having()),
        rebuild.bounds(block.bounds()));
  }

  /** A column of the answer keeps the name that it had. */
  private static Query.Item keepingLabel(Query.Item before, Query.Item after) {
    var label = Labels.of(before);
    return label.isEmpty() || label.equals(Labels.of(after))
        ? after
        : new Query.Item(after.expr(), label.get());
  }

  private static Rebuild by(Map<? extends Expr, ? extends Expr> parts) {
    return new Rebuild() {
      @Override
      public Expr expr(Expr expr) {
        Expr other = parts.get(expr);
        return other == null ? super.expr(expr) : other;
      }
    };
  }
}
