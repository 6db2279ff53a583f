package dev.proven.postgres.rewrite.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A query: what stands at the top of a statement, in brackets, or behind a WITH. */
public sealed interface Query {

  /**
   * A SELECT.
   *
   * @param id tells it from the statement's other blocks
   * @param distinctOn keys of DISTINCT ON
   * @param from read one with all of the other
   * @param where all must hold
   * @param having all must hold
   */
  record Block(
      int id,
      boolean distinct,
      List<Expr> distinctOn,
      List<Item> items,
      List<From> from,
      List<Expr> where,
      List<Expr> groupBy,
      List<Expr> having,
      Bounds bounds)
      implements Query {
    public Block {
      distinctOn = List.copyOf(distinctOn);
      items = List.copyOf(items);
      from = List.copyOf(from);
      where = List.copyOf(where);
      groupBy = List.copyOf(groupBy);
      having = List.copyOf(having);
    }

    /** A block that selects, and does nothing else to what it has selected. */
    public static Block plain(int id, List<Item> items, List<From> from, List<Expr> where) {
      return new Block(id, false, List.of(), items, from, where, List.of(), List.of(), Bounds.NONE);
    }

    public Block withFrom(List<From> other, List<Expr> otherWhere) {
      return new Block(id, distinct, distinctOn, items, other, otherWhere, groupBy, having, bounds);
    }

    public Block withWhere(List<Expr> other) {
      return withFrom(from, other);
    }

    public Block withItems(List<Item> other) {
      return new Block(id, distinct, distinctOn, other, from, where, groupBy, having, bounds);
    }

    public Block withDistinct(boolean other) {
      return new Block(id, other, distinctOn, items, from, where, groupBy, having, bounds);
    }

    public Block withGroupBy(List<Expr> other) {
      return new Block(id, distinct, distinctOn, items, from, where, other, having, bounds);
    }

    public Block withHaving(List<Expr> other) {
      return new Block(id, distinct, distinctOn, items, from, where, groupBy, other, bounds);
    }

    public Block withBounds(Bounds other) {
      return new Block(id, distinct, distinctOn, items, from, where, groupBy, having, other);
    }
  }

  /**
   * UNION, INTERSECT or EXCEPT.
   *
   * @param operator with its ALL
   */
  record SetOperation(String operator, Query left, Query right, Bounds bounds) implements Query {}

  record Values(List<Expr.Row> rows) implements Query {
    public Values {
      rows = List.copyOf(rows);
    }
  }

  record With(boolean recursive, List<Cte> ctes, Query body) implements Query {
    public With {
      ctes = List.copyOf(ctes);
    }
  }

  /**
   * A named query.
   *
   * @param columns names given to its columns, may be empty
   * @param materialized as it is written, null where nothing is
   */
  record Cte(String name, List<String> columns, Query query, @Nullable Boolean materialized) {
    public Cte {
      columns = List.copyOf(columns);
    }
  }

  /**
   * What is selected.
   *
   * @param alias null where none is given
   */
  record Item(Expr expr, @Nullable String alias) {}

  /** A key of an order; an ending such as {@code DESC NULLS LAST}, or empty. */
  record Order(Expr expr, String ending) {}

  /** The order of an answer and how much of it is wanted. */
  record Bounds(List<Order> order, @Nullable Expr limit, @Nullable Expr offset) {
    public static final Bounds NONE = new Bounds(List.of(), null, null);

    public Bounds {
      order = List.copyOf(order);
    }

    public boolean isNone() {
      return order.isEmpty() && isUnlimited();
    }

    public boolean isUnlimited() {
      return limit == null && offset == null;
    }
  }
}
