package dev.proven.postgres.rewrite;

import dev.proven.postgres.rewrite.rule.Facts;
import dev.proven.postgres.rewrite.rule.Settled;
import dev.proven.postgres.rewrite.sql.Expr;
import dev.proven.postgres.rewrite.sql.NotUnderstood;
import dev.proven.postgres.rewrite.sql.Query;
import dev.proven.postgres.rewrite.sql.Rebuild;
import dev.proven.postgres.rewrite.sql.Scan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Refuses statements whose answer hangs on an order that they leave open: then the server may
 * answer one thing or another, and nothing can be called the same.
 */
final class OpenOrder {
  /** Their values depend on the order in which rows come. */
  private static final Set<String> AGGREGATES =
      Set.of(
          "array_agg",
          "string_agg",
          "json_agg",
          "jsonb_agg",
          "json_object_agg",
          "jsonb_object_agg",
          "xmlagg");

  /** Their values depend on the order of rows of the same keys. */
  private static final Set<String> WINDOWS =
      Set.of("row_number", "ntile", "lag", "lead", "first_value", "last_value", "nth_value");

  private static final Pattern POSITIVE = Pattern.compile("[1-9]\\d{0,8}");

  private final Query root;
  private final Facts facts;
  private final Set<Query> asked = new HashSet<>();

  private OpenOrder(Query root, Facts facts) {
    this.root = root;
    this.facts = facts;
    for (var expr : Scan.of(root).exprs()) {
      if (expr instanceof Expr.Exists e) {
        asked.add(e.query());
      }
    }
  }

  static void refuse(Query root, Facts facts) throws NotUnderstood {
    var check = new OpenOrder(root, facts);
    check.top(root);
    for (var block : Scan.of(root).blocks()) {
      check.block(block);
    }
    check.unions();
  }

  /** At the top an order is enough: which of two rows of the same keys comes first is open. */
  private void top(Query query) throws NotUnderstood {
    switch (query) {
      case Query.Block b -> mustBeOrdered(b.bounds());
      case Query.SetOperation s -> mustBeOrdered(s.bounds());
      case Query.With w -> top(w.body());
      case Query.Values _ -> {
        // Has no limit.
      }
    }
  }

  private static void mustBeOrdered(Query.Bounds bounds) throws NotUnderstood {
    if (!bounds.isUnlimited() && bounds.order().isEmpty()) {
      throw new NotUnderstood("has a LIMIT and no ORDER BY, which leaves open what rows are meant");
    }
  }

  private void block(Query.Block b) throws NotUnderstood {
    var order = keys(b.bounds().order());
    if (!b.bounds().isUnlimited()
        && !isTop(root, b)
        && !isAskedOnly(b)
        && !Settled.answer(b, order, facts)) {
      throw new NotUnderstood(
          "has a LIMIT inside without a total order, which leaves open what rows are meant");
    }
    if (!b.distinctOn().isEmpty() && !Settled.rows(b, order, facts)) {
      throw new NotUnderstood(
          "has DISTINCT ON without a total order, which leaves open what rows are meant");
    }
    var own = new OwnCalls();
    own.read(b);
    for (var call : own.calls) {
      if (AGGREGATES.contains(call.name()) && !isOrdered(b, call)) {
        throw new NotUnderstood(
            "calls " + call.name() + "(), whose answer depends on the order of rows");
      }
    }
    for (var window : own.windows) {
      window(b, window);
    }
  }

  private boolean isOrdered(Query.Block b, Expr.Call call) {
    var keys = keys(call.order());
    return keys.containsAll(call.arguments().subList(0, 1)) || Settled.rows(b, keys, facts);
  }

  private void window(Query.Block b, Expr.Window w) throws NotUnderstood {
    boolean matters =
        (w.function() instanceof Expr.Call c
                && (WINDOWS.contains(c.name()) || AGGREGATES.contains(c.name())))
            || w.frame().toUpperCase(java.util.Locale.ROOT).contains("ROWS");
    var keys = new ArrayList<>(w.partition());
    keys.addAll(keys(w.order()));
    boolean settled =
        facts.isGrouped(b)
            ? Settled.answer(b.withDistinct(false), keys, facts)
            : Settled.rows(b, keys, facts);
    if (matters && !settled) {
      throw new NotUnderstood(
          "numbers or follows rows in a window without a total order, which leaves open what comes"
              + " of it");
    }
  }

  private static List<Expr> keys(List<Query.Order> order) {
    return order.stream().map(Query.Order::expr).toList();
  }

  private static boolean isTop(Query query, Query.Block b) {
    return switch (query) {
      case Query.Block top -> top.id() == b.id();
      case Query.With w -> isTop(w.body(), b);
      case Query.SetOperation _, Query.Values _ -> false;
    };
  }

  /** Whether it only is asked whether there is a row, and at least one is let through. */
  private boolean isAskedOnly(Query.Block b) {
    return asked.contains(b)
        && b.bounds().offset() == null
        && b.bounds().limit() instanceof Expr.Literal l
        && POSITIVE.matcher(l.text()).matches();
  }

  private void unions() throws NotUnderstood {
    var inner = new ArrayList<Query.SetOperation>();
    new Rebuild() {
      @Override
      public Query query(Query query) {
        if (query instanceof Query.SetOperation s && !isTopUnion(root, s)) {
          inner.add(s);
        }
        return super.query(query);
      }
    }.query(root);
    if (inner.stream().anyMatch(s -> !s.bounds().isUnlimited())) {
      throw new NotUnderstood(
          "has a LIMIT of a UNION inside, which leaves open what rows are meant");
    }
  }

  private static boolean isTopUnion(Query query, Query.SetOperation s) {
    return query instanceof Query.With w ? isTopUnion(w.body(), s) : query.equals(s);
  }

  /** The aggregates and windows of one block, without those of its subqueries. */
  private static final class OwnCalls extends Rebuild {
    private final List<Expr.Call> calls = new ArrayList<>();
    private final List<Expr.Window> windows = new ArrayList<>();

    void read(Query.Block b) {
      b.items().forEach(i -> expr(i.expr()));
      exprs(b.having());
      b.bounds().order().forEach(o -> expr(o.expr()));
    }

    @Override
    public Query query(Query query) {
      return query;
    }

    @Override
    public Expr expr(Expr expr) {
      switch (expr) {
        case Expr.Window w -> windows.add(w);
        case Expr.Call c -> calls.add(c);
        default -> {
          // Nothing that an order matters to.
        }
      }
      return expr instanceof Expr.Window w && w.function() instanceof Expr.Call c
          ? skipFunction(w, c)
          : super.expr(expr);
    }

    private Expr skipFunction(Expr.Window w, Expr.Call c) {
      exprs(c.arguments());
      exprs(w.partition());
      w.order().forEach(o -> expr(o.expr()));
      return w;
    }
  }
}
