package dev.proven.postgres.rewrite.check;

import dev.proven.postgres.rewrite.sql.Expr;
import dev.proven.postgres.rewrite.sql.Labels;
import dev.proven.postgres.rewrite.sql.Query;
import dev.proven.postgres.rewrite.sql.Stars;
import dev.proven.postgres.rewrite.sql.Writer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A query in the form in which its answer can be compared: without the limit, because which of
 * several rows with the same key come first is nobody's business, and with the keys of its order
 * among its columns.
 *
 * @param keys columns of the order, from 1
 * @param page the limit and offset that it was written with
 */
record Probe(String sql, List<Integer> keys, Query.Bounds page) {

  static Probe of(Query query) {
    var body = body(query);
    return new Probe(Writer.text(body.query()), body.keys(), page(query));
  }

  private static Query.Bounds page(Query query) {
    return switch (query) {
      case Query.Block b -> page(b.bounds());
      case Query.SetOperation s -> page(s.bounds());
      case Query.With w -> page(w.body());
      case Query.Values _ -> Query.Bounds.NONE;
    };
  }

  private static Query.Bounds page(Query.Bounds bounds) {
    return new Query.Bounds(List.of(), bounds.limit(), bounds.offset());
  }

  /** What the answers to this and another differ in, in words; both must have been compared. */
  Optional<String> difference(Answer mine, Probe other, Answer others) {
    return page.equals(other.page)
        ? Difference.between(mine, others)
        : Optional.of("the rewritten text has another LIMIT or OFFSET");
  }

  private record Body(Query query, List<Integer> keys) {}

  private static Body body(Query query) {
    return switch (query) {
      case Query.Block b -> body(b);
      case Query.SetOperation s -> body(s);
      case Query.With w -> {
        var inner = body(w.body());
        yield new Body(new Query.With(w.recursive(), w.ctes(), inner.query()), inner.keys());
      }
      case Query.Values v -> new Body(v, List.of());
    };
  }

  private static Body body(Query.SetOperation s) {
    var order = s.bounds().order();
    var names = Labels.columns(s).orElse(List.of());
    var keys = order.stream().map(o -> named(o.expr(), names)).toList();
    var unlimited = new Query.Bounds(order, null, null);
    return new Body(
        new Query.SetOperation(s.operator(), s.left(), s.right(), unlimited),
        keys.contains(0) ? List.of() : keys);
  }

  private static Body body(Query.Block written) {
    var block = Stars.spelt(written).orElse(written);
    var unlimited = block.withBounds(new Query.Bounds(block.bounds().order(), null, null));
    var items = new ArrayList<>(block.items());
    var keys = new ArrayList<Integer>();
    for (var order : block.bounds().order()) {
      int position = position(order.expr(), items);
      if (position == 0 && !block.distinct() && block.distinctOn().isEmpty()) {
        items.add(new Query.Item(order.expr(), "proven_order_" + items.size()));
        position = items.size();
      }
      if (position > 0) {
        keys.add(position);
      }
    }
    boolean stars = items.stream().anyMatch(i -> i.expr() instanceof Expr.Star);
    return stars ? new Body(unlimited, List.of()) : new Body(unlimited.withItems(items), keys);
  }

  private static int position(Expr key, List<Query.Item> items) {
    for (int i = 0; i < items.size(); i++) {
      var item = items.get(i);
      boolean same =
          key instanceof Expr.Output o
              ? Labels.of(item).equals(Optional.of(o.name()))
              : item.expr().equals(key);
      if (same) {
        return i + 1;
      }
    }
    return number(key);
  }

  private static int named(Expr key, List<String> names) {
    return key instanceof Expr.Output o ? names.indexOf(o.name()) + 1 : number(key);
  }

  /** A whole number as a key of an order is the position of a column. */
  private static int number(Expr key) {
    return key instanceof Expr.Literal l && l.text().matches("[1-9]\\d{0,3}")
        ? Integer.parseInt(l.text())
        : 0;
  }

  Answer run(Connection connection) throws SQLException {
    return Answer.of(connection, sql, keys);
  }
}
