package dev.proven.postgres.rewrite.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A walk through a tree that builds it anew, from the leaves up. A subclass overrides what it wants
 * to change, and calls this for the rest.
 */
public abstract class Rebuild {
  public Query query(Query query) {
    return switch (query) {
      case Query.Block b -> block(b);
      case Query.SetOperation s ->
          new Query.SetOperation(
              s.operator(), query(s.left()), query(s.right()), bounds(s.bounds()));
      case Query.Values v ->
          new Query.Values(v.rows().stream().map(r -> new Expr.Row(exprs(r.fields()))).toList());
      case Query.With w ->
          new Query.With(w.recursive(), w.ctes().stream().map(this::cte).toList(), query(w.body()));
    };
  }

  protected Query.Cte cte(Query.Cte c) {
    return new Query.Cte(c.name(), c.columns(), query(c.query()), c.materialized());
  }

  protected Query block(Query.Block b) {
    return new Query.Block(
        b.id(),
        b.distinct(),
        exprs(b.distinctOn()),
        b.items().stream().map(i -> new Query.Item(expr(i.expr()), i.alias())).toList(),
        b.from().stream().map(this::from).toList(),
        exprs(b.where()),
        exprs(b.groupBy()),
        exprs(b.having()),
        bounds(b.bounds()));
  }

  protected Query.Bounds bounds(Query.Bounds b) {
    return new Query.Bounds(orders(b.order()), orNull(b.limit()), orNull(b.offset()));
  }

  private List<Query.Order> orders(List<Query.Order> order) {
    return order.stream().map(o -> new Query.Order(expr(o.expr()), o.ending())).toList();
  }

  protected From from(From from) {
    return switch (from) {
      case From.Table t -> t;
      case From.Named n -> n;
      case From.Derived d ->
          new From.Derived(query(d.query()), d.alias(), d.written(), d.columns(), d.lateral());
      case From.Function f ->
          new From.Function(expr(f.call()), f.alias(), f.written(), f.columns());
      case From.Joined j ->
          new From.Joined(j.kind(), from(j.left()), from(j.right()), exprs(j.on()));
    };
  }

  public final List<Expr> exprs(List<Expr> all) {
    return all.stream().map(this::expr).toList();
  }

  private @Nullable Expr orNull(@Nullable Expr expr) {
    return expr == null ? null : expr(expr);
  }

  public Expr expr(Expr expr) {
    return switch (expr) {
      case Expr.Column _, Expr.Output _, Expr.Star _, Expr.Literal _ -> expr;
      case Expr.Binary b -> new Expr.Binary(b.operator(), expr(b.left()), expr(b.right()));
      case Expr.And a -> new Expr.And(exprs(a.terms()));
      case Expr.Or o -> new Expr.Or(exprs(o.terms()));
      case Expr.Not n -> new Expr.Not(expr(n.term()));
      case Expr.IsNull i -> new Expr.IsNull(expr(i.operand()), i.negated());
      case Expr.Between b ->
          new Expr.Between(expr(b.operand()), expr(b.low()), expr(b.high()), b.negated());
      case Expr.InList i -> new Expr.InList(expr(i.operand()), exprs(i.values()), i.negated());
      case Expr.InQuery i -> new Expr.InQuery(expr(i.operand()), query(i.query()), i.negated());
      case Expr.Quantified q ->
          new Expr.Quantified(expr(q.operand()), q.operator(), query(q.query()));
      case Expr.Exists e -> new Expr.Exists(query(e.query()));
      case Expr.Scalar s -> new Expr.Scalar(query(s.query()));
      case Expr.Row r -> new Expr.Row(exprs(r.fields()));
      case Expr.Call c ->
          new Expr.Call(
              c.name(), c.distinct(), exprs(c.arguments()), orders(c.order()), orNull(c.filter()));
      case Expr.Extract e -> new Expr.Extract(e.field(), expr(e.operand()));
      case Expr.Cast c -> new Expr.Cast(expr(c.operand()), c.type());
      case Expr.Window w ->
          new Expr.Window(expr(w.function()), exprs(w.partition()), orders(w.order()), w.frame());
      case Expr.Shape s -> new Expr.Shape(s.pieces(), exprs(s.holes()));
    };
  }
}
