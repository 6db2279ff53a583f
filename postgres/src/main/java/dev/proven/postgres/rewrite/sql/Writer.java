package dev.proven.postgres.rewrite.sql;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A query as text, a line for each clause; every column with the source it comes from. */
public final class Writer {
  private final Function<From.Source, String> name;
  private final java.util.Map<String, String> names;

  private Writer(Function<From.Source, String> name, Query query) {
    this.name = name;
    this.names =
        Scan.of(query).sources().stream()
            .collect(Collectors.toMap(From.Source::alias, name, (a, _) -> a));
  }

  /** The text with aliases that are each there only once. */
  public static String text(Query query) {
    return new Writer(From.Source::alias, query).query(query, 0);
  }

  /** The text with the aliases that were read, for comparing the two. */
  static String asRead(Query query) {
    return new Writer(From.Source::written, query).query(query, 0);
  }

  /** An expression by itself, to be shown. */
  public static String text(Expr expr) {
    return new Writer(From.Source::alias, new Query.Values(List.of())).expr(expr, 0);
  }

  private static String line(int depth) {
    return "\n" + "  ".repeat(depth);
  }

  private String query(Query query, int depth) {
    return switch (query) {
      case Query.Block b -> block(b, depth);
      case Query.SetOperation s ->
          branch(s.left(), depth)
              + line(depth)
              + s.operator()
              + line(depth)
              + branch(s.right(), depth)
              + bounds(s.bounds(), depth);
      case Query.Values v -> "VALUES " + list(v.rows(), depth);
      case Query.With w ->
          (w.recursive() ? "WITH RECURSIVE " : "WITH ")
              + w.ctes().stream().map(c -> cte(c, depth)).collect(Collectors.joining(", "))
              + line(depth)
              + query(w.body(), depth);
    };
  }

  private String branch(Query query, int depth) {
    boolean bare = query instanceof Query.Block b && b.bounds().isNone();
    return bare ? query(query, depth) : bracketed(query, depth);
  }

  private String bracketed(Query query, int depth) {
    return "(" + query(query, depth + 1) + ")";
  }

  private String cte(Query.Cte cte, int depth) {
    var materialized = cte.materialized();
    var how = materialized == null ? "" : materialized ? "MATERIALIZED " : "NOT MATERIALIZED ";
    return Identifier.of(cte.name())
        + columns(cte.columns())
        + " AS "
        + how
        + bracketed(cte.query(), depth);
  }

  private static String columns(List<String> names) {
    return names.isEmpty()
        ? ""
        : names.stream().map(Identifier::of).collect(Collectors.joining(", ", " (", ")"));
  }

  private String block(Query.Block b, int depth) {
    var text = new StringBuilder("SELECT ");
    if (!b.distinctOn().isEmpty()) {
      text.append("DISTINCT ON (").append(list(b.distinctOn(), depth)).append(") ");
    } else if (b.distinct()) {
      text.append("DISTINCT ");
    }
    text.append(b.items().stream().map(i -> item(i, depth)).collect(Collectors.joining(", ")));
    if (!b.from().isEmpty()) {
      text.append(line(depth)).append("FROM ");
      text.append(b.from().stream().map(f -> from(f, depth)).collect(Collectors.joining(", ")));
    }
    clause(text, "WHERE ", b.where(), depth);
    if (!b.groupBy().isEmpty()) {
      text.append(line(depth)).append("GROUP BY ").append(list(b.groupBy(), depth));
    }
    clause(text, "HAVING ", b.having(), depth);
    return text.append(bounds(b.bounds(), depth)).toString();
  }

  private void clause(StringBuilder text, String word, List<Expr> terms, int depth) {
    if (!terms.isEmpty()) {
      text.append(line(depth)).append(word).append(all(terms, depth));
    }
  }

  private String all(List<Expr> terms, int depth) {
    return terms.size() == 1
        ? expr(terms.getFirst(), depth)
        : terms.stream()
            .map(t -> operand(t, depth))
            .collect(Collectors.joining(line(depth + 1) + "AND "));
  }

  private String bounds(Query.Bounds bounds, int depth) {
    var text = new StringBuilder();
    if (!bounds.order().isEmpty()) {
      text.append(line(depth)).append("ORDER BY ").append(order(bounds.order(), depth));
    }
    if (bounds.limit() != null) {
      text.append(line(depth)).append("LIMIT ").append(expr(bounds.limit(), depth));
    }
    if (bounds.offset() != null) {
      text.append(line(depth)).append("OFFSET ").append(expr(bounds.offset(), depth));
    }
    return text.toString();
  }

  private String order(List<Query.Order> order, int depth) {
    return order.stream()
        .map(o -> expr(o.expr(), depth) + (o.ending().isEmpty() ? "" : " " + o.ending()))
        .collect(Collectors.joining(", "));
  }

  private String item(Query.Item item, int depth) {
    var alias = item.alias();
    return expr(item.expr(), depth) + (alias == null ? "" : " AS " + Identifier.of(alias));
  }

  private String from(From from, int depth) {
    return switch (from) {
      case From.Table t -> table(t) + as(t, t.relation().name());
      case From.Derived d ->
          (d.lateral() ? "LATERAL " : "")
              + bracketed(d.query(), depth)
              + " AS "
              + Identifier.of(name.apply(d))
              + columns(d.columns());
      case From.Named n -> Identifier.of(n.cte().name()) + as(n, n.cte().name());
      case From.Function f ->
          expr(f.call(), depth) + " AS " + Identifier.of(name.apply(f)) + columns(f.columns());
      case From.Joined j ->
          from(j.left(), depth)
              + line(depth + 1)
              + j.kind().sql()
              + " "
              + (j.right() instanceof From.Joined
                  ? "(" + from(j.right(), depth + 1) + ")"
                  : from(j.right(), depth))
              + (j.kind() == From.Kind.CROSS ? "" : " ON " + on(j.on(), depth));
    };
  }

  private String on(List<Expr> terms, int depth) {
    return terms.isEmpty() ? "true" : all(terms, depth + 1);
  }

  private static String table(From.Table table) {
    var schema = table.schema();
    var name = table.relation().name();
    return (schema == null ? "" : Identifier.of(schema) + ".") + Identifier.of(name);
  }

  private String as(From.Source source, String own) {
    var alias = name.apply(source);
    return alias.equals(own) ? "" : " AS " + Identifier.of(alias);
  }

  private String list(List<? extends Expr> all, int depth) {
    return all.stream().map(e -> expr(e, depth)).collect(Collectors.joining(", "));
  }

  private String source(String alias) {
    return Identifier.of(names.getOrDefault(alias, alias));
  }

  private String expr(Expr expr, int depth) {
    return switch (expr) {
      case Expr.Column c -> source(c.source()) + "." + Identifier.of(c.name());
      case Expr.Output o -> Identifier.of(o.name());
      case Expr.Star s -> s.source().isEmpty() ? "*" : source(s.source()) + ".*";
      case Expr.Literal l -> l.text();
      case Expr.Binary b ->
          operand(b.left(), depth) + " " + b.operator() + " " + operand(b.right(), depth);
      case Expr.And a -> joined(a.terms(), " AND ", depth);
      case Expr.Or o -> joined(o.terms(), " OR ", depth);
      case Expr.Not n -> "NOT " + operand(n.term(), depth);
      case Expr.IsNull i ->
          operand(i.operand(), depth) + (i.negated() ? " IS NOT NULL" : " IS NULL");
      case Expr.Between b ->
          operand(b.operand(), depth)
              + not(b.negated())
              + " BETWEEN "
              + operand(b.low(), depth)
              + " AND "
              + operand(b.high(), depth);
      case Expr.InList i ->
          operand(i.operand(), depth) + not(i.negated()) + " IN (" + list(i.values(), depth) + ")";
      case Expr.InQuery i ->
          operand(i.operand(), depth) + not(i.negated()) + " IN " + bracketed(i.query(), depth);
      case Expr.Quantified q ->
          operand(q.operand(), depth) + " " + q.operator() + " " + bracketed(q.query(), depth);
      case Expr.Exists e -> "EXISTS " + bracketed(e.query(), depth);
      case Expr.Scalar s -> bracketed(s.query(), depth);
      case Expr.Row r -> "(" + list(r.fields(), depth) + ")";
      case Expr.Call c -> call(c, depth);
      case Expr.Extract e -> "EXTRACT(" + e.field() + " FROM " + expr(e.operand(), depth) + ")";
      case Expr.Cast c -> "CAST(" + expr(c.operand(), depth) + " AS " + c.type() + ")";
      case Expr.Window w -> window(w, depth);
      case Expr.Shape s -> shape(s, depth);
    };
  }

  private static String not(boolean negated) {
    return negated ? " NOT" : "";
  }

  private String joined(List<Expr> terms, String word, int depth) {
    return terms.stream().map(t -> operand(t, depth)).collect(Collectors.joining(word));
  }

  private String call(Expr.Call c, int depth) {
    var order = c.order().isEmpty() ? "" : " ORDER BY " + order(c.order(), depth);
    var filter = c.filter();
    return c.name()
        + "("
        + (c.distinct() ? "DISTINCT " : "")
        + list(c.arguments(), depth)
        + order
        + ")"
        + (filter == null ? "" : " FILTER (WHERE " + expr(filter, depth) + ")");
  }

  private String window(Expr.Window w, int depth) {
    var inside =
        java.util.stream.Stream.of(
                w.partition().isEmpty() ? "" : "PARTITION BY " + list(w.partition(), depth),
                w.order().isEmpty() ? "" : "ORDER BY " + order(w.order(), depth),
                w.frame())
            .filter(s -> !s.isEmpty())
            .collect(Collectors.joining(" "));
    return expr(w.function(), depth) + " OVER (" + inside + ")";
  }

  private String shape(Expr.Shape s, int depth) {
    var text = new StringBuilder(s.pieces().getFirst());
    for (int i = 0; i < s.holes().size(); i++) {
      text.append(operand(s.holes().get(i), depth)).append(s.pieces().get(i + 1));
    }
    return text.toString();
  }

  /** In brackets unless nothing around it can take a part of it. */
  private String operand(Expr expr, int depth) {
    return switch (expr) {
      case Expr.Column _,
          Expr.Output _,
          Expr.Star _,
          Expr.Scalar _,
          Expr.Row _,
          Expr.Call _,
          Expr.Extract _,
          Expr.Cast _,
          Expr.Exists _ ->
          expr(expr, depth);
      case Expr.Literal l when !l.text().startsWith("-") -> l.text();
      default -> "(" + expr(expr, depth) + ")";
    };
  }

  /** The name as it is written in SQL. */
  public static String identifier(String name) {
    return Identifier.of(name);
  }
}
