package dev.proven.postgres.rewrite.rule;

import dev.proven.postgres.rewrite.catalog.ColumnFacts;
import dev.proven.postgres.rewrite.catalog.Functions;
import dev.proven.postgres.rewrite.sql.Expr;
import dev.proven.postgres.rewrite.sql.From;
import dev.proven.postgres.rewrite.sql.Labels;
import dev.proven.postgres.rewrite.sql.Query;
import dev.proven.postgres.rewrite.sql.Rebuild;
import dev.proven.postgres.rewrite.sql.Scan;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is known of the sources and columns of one statement. */
public final class Facts {
  private final Functions functions;
  private final Map<String, From.Source> sources = new HashMap<>();

  /** Sources that an outer join fills with NULL where nothing fits. */
  private final Set<String> nullable = new HashSet<>();

  private Facts(Functions functions) {
    this.functions = functions;
  }

  public static Facts of(Query root, Functions functions) {
    var facts = new Facts(functions);
    var scan = Scan.of(root);
    scan.sources().forEach(s -> facts.sources.put(s.alias(), s));
    for (var block : scan.blocks()) {
      block.from().forEach(f -> facts.markNullable(f, false));
    }
    return facts;
  }

  private void markNullable(From from, boolean filled) {
    switch (from) {
      case From.Joined j -> {
        boolean left = j.kind() == From.Kind.RIGHT || j.kind() == From.Kind.FULL;
        boolean right = j.kind() == From.Kind.LEFT || j.kind() == From.Kind.FULL;
        markNullable(j.left(), filled || left);
        markNullable(j.right(), filled || right);
      }
      case From.Source s -> {
        if (filled) {
          nullable.add(s.alias());
        }
      }
    }
  }

  /** What the catalog says of a column, through subqueries down to its table. */
  public Optional<ColumnFacts> column(Expr.Column column) {
    return switch (sources.get(column.source())) {
      case From.Table t -> t.relation().column(column.name());
      case From.Derived d -> selected(d.query(), position(d, column.name())).flatMap(this::column);
      case From.Named n ->
          selected(n.cte().query(), position(n, column.name())).flatMap(this::column);
      case From.Function _ -> Optional.empty();
      case null -> Optional.empty();
    };
  }

  private Optional<ColumnFacts> column(Expr expr) {
    return expr instanceof Expr.Column c ? column(c) : Optional.empty();
  }

  private static int position(From.Source source, String column) {
    return Labels.columns(source).map(c -> c.indexOf(column)).orElse(-1);
  }

  /** What a query selects at a position, where that is a plain SELECT without a star. */
  private static Optional<Expr> selected(Query query, int position) {
    return query instanceof Query.Block b
            && position >= 0
            && position < b.items().size()
            && b.items().stream().noneMatch(i -> i.expr() instanceof Expr.Star)
        ? Optional.of(b.items().get(position).expr())
        : Optional.empty();
  }

  /** Whether an expression is never NULL, by the catalog and the joins. */
  public boolean neverNull(Expr expr) {
    return switch (expr) {
      case Expr.Literal l -> !l.text().equalsIgnoreCase("null");
      case Expr.Column c -> neverNull(c);
      case Expr.Call c when c.name().equals("count") -> true;
      case Expr.Call c when c.name().equals("coalesce") ->
          c.arguments().stream().anyMatch(this::neverNull);
      case Expr.Row r -> r.fields().stream().allMatch(this::neverNull);
      default -> false;
    };
  }

  private boolean neverNull(Expr.Column column) {
    if (nullable.contains(column.source())) {
      return false;
    }
    return switch (sources.get(column.source())) {
      case From.Table t ->
          t.relation().column(column.name()).map(ColumnFacts::notNull).orElse(false);
      case From.Derived d -> neverNull(d.query(), position(d, column.name()));
      case From.Named n -> neverNull(n.cte().query(), position(n, column.name()));
      case From.Function _ -> false;
      case null -> false;
    };
  }

  /** In the sums of sums that ROLLUP makes, the columns that are grouped by are NULL. */
  private boolean neverNull(Query query, int position) {
    return query instanceof Query.Block b
        && b.groupBy().stream().noneMatch(g -> g instanceof Expr.Call || g instanceof Expr.Row)
        && selected(query, position).map(this::neverNull).orElse(false);
  }

  /** Whether an outer join may fill that source with NULL. */
  public boolean isFilled(String source) {
    return nullable.contains(source);
  }

  /** Whether grouping by either of two columns agrees with comparing them. */
  public boolean groupAlike(Expr.Column a, Expr.Column b) {
    var left = column(a);
    var right = column(b);
    return left.isPresent() && right.isPresent() && left.get().groupsLike(right.get());
  }

  public boolean isAggregate(Expr expr) {
    return expr instanceof Expr.Call c && functions.isAggregate(c.name());
  }

  /** Whether an aggregate is computed in it, not counting those of subqueries and windows. */
  public boolean aggregates(Expr expr) {
    var walk = new OwnAggregates();
    walk.expr(expr);
    return walk.found;
  }

  private final class OwnAggregates extends Rebuild {
    private boolean found;

    @Override
    public Query query(Query query) {
      return query;
    }

    @Override
    public Expr expr(Expr expr) {
      if (expr instanceof Expr.Window w && w.function() instanceof Expr.Call c) {
        exprs(c.arguments());
        exprs(w.partition());
        w.order().forEach(o -> expr(o.expr()));
        return expr;
      }
      found |= isAggregate(expr);
      return super.expr(expr);
    }
  }

  public boolean returnsSet(Expr expr) {
    return Scan.of(expr).calls().stream().anyMatch(c -> functions.returnsSet(c.name()));
  }

  /** Whether a block makes one row of several: groups, aggregates or DISTINCT. */
  public boolean condenses(Query.Block b) {
    return b.distinct() || !b.distinctOn().isEmpty() || isGrouped(b);
  }

  public boolean isGrouped(Query.Block b) {
    return !b.groupBy().isEmpty()
        || !b.having().isEmpty()
        || b.items().stream().anyMatch(i -> aggregates(i.expr()))
        || b.bounds().order().stream().anyMatch(o -> aggregates(o.expr()));
  }

  /** The name of a column with its table, for people. */
  public String name(Expr.Column column) {
    var source = sources.get(column.source());
    return (source instanceof From.Table t ? t.relation().name() : column.source())
        + "."
        + column.name();
  }
}
