package dev.proven.postgres.rewrite.sql;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** All that stands in a tree, at any depth. */
public final class Scan {
  private final List<Expr> exprs = new ArrayList<>();
  private final List<Query.Block> blocks = new ArrayList<>();
  private final List<From.Source> sources = new ArrayList<>();
  private final List<Query.Cte> ctes = new ArrayList<>();
  private final List<Query.Bounds> bounds = new ArrayList<>();

  private Scan() {}

  public static Scan of(Query query) {
    var scan = new Scan();
    scan.new Walk().query(query);
    return scan;
  }

  public static Scan of(Expr expr) {
    return of(List.of(expr));
  }

  public static Scan of(List<? extends Expr> exprs) {
    var scan = new Scan();
    var walk = scan.new Walk();
    exprs.forEach(walk::expr);
    return scan;
  }

  public static Scan of(From from) {
    var scan = new Scan();
    scan.new Walk().from(from);
    return scan;
  }

  private final class Walk extends Rebuild {
    @Override
    public Expr expr(Expr expr) {
      exprs.add(expr);
      return super.expr(expr);
    }

    @Override
    protected Query block(Query.Block b) {
      blocks.add(b);
      return super.block(b);
    }

    @Override
    protected Query.Bounds bounds(Query.Bounds b) {
      bounds.add(b);
      return super.bounds(b);
    }

    @Override
    protected Query.Cte cte(Query.Cte c) {
      ctes.add(c);
      return super.cte(c);
    }

    @Override
    protected From from(From from) {
      if (from instanceof From.Source s) {
        sources.add(s);
      }
      return super.from(from);
    }
  }

  /** Outer before inner. */
  public List<Query.Block> blocks() {
    return blocks;
  }

  public List<From.Source> sources() {
    return sources;
  }

  public List<Query.Cte> ctes() {
    return ctes;
  }

  public List<Query.Bounds> bounds() {
    return bounds;
  }

  public List<Expr> exprs() {
    return exprs;
  }

  public List<Expr.Call> calls() {
    return of(Expr.Call.class);
  }

  public List<Expr.Column> columns() {
    return of(Expr.Column.class);
  }

  private <E extends Expr> List<E> of(Class<E> kind) {
    return exprs.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  public boolean any(Predicate<Expr> predicate) {
    return exprs.stream().anyMatch(predicate);
  }

  /** Whether a query stands in it, in any way. */
  public boolean hasQuery() {
    return !blocks.isEmpty() || any(e -> e instanceof Expr.InQuery || e instanceof Expr.Exists);
  }

  public boolean hasWindow() {
    return any(Expr.Window.class::isInstance);
  }

  /** The columns that belong to sources outside of it. */
  public List<Expr.Column> free() {
    var own = own();
    return columns().stream().filter(c -> !own.contains(c.source())).distinct().toList();
  }

  /** The sources outside of it that it reads a column of. */
  public Set<String> freeSources() {
    var own = own();
    var free = new LinkedHashSet<String>();
    columns().forEach(c -> free.add(c.source()));
    exprs.stream()
        .filter(e -> e instanceof Expr.Star s && !s.source().isEmpty())
        .forEach(e -> free.add(((Expr.Star) e).source()));
    free.removeAll(own);
    return free;
  }

  private Set<String> own() {
    return sources.stream().map(From.Source::alias).collect(Collectors.toSet());
  }
}
