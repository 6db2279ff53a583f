package dev.proven.postgres.rewrite.rule;

import dev.proven.postgres.rewrite.sql.Expr;
import dev.proven.postgres.rewrite.sql.From;
import dev.proven.postgres.rewrite.sql.Scan;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which rows of a join are settled once some of its columns are: a table of which a unique key is
 * equated to what is settled has one row at most.
 */
final class Determined {
  private final Facts facts;
  private final Set<Expr.Column> known = new HashSet<>();
  private final Set<String> tables = new HashSet<>();

  private Determined(Facts facts) {
    this.facts = facts;
  }

  /**
   * What follows from some columns.
   *
   * @param sources of the join
   * @param conditions of the join that may be used
   */
  static Determined by(
      Collection<Expr.Column> columns,
      List<? extends From.Source> sources,
      List<Expr> conditions,
      Facts facts) {
    var determined = new Determined(facts);
    determined.known.addAll(columns);
    while (determined.grow(sources, conditions)) {
      // Each round settles more, until nothing is left to follow.
    }
    return determined;
  }

  private boolean grow(List<? extends From.Source> sources, List<Expr> conditions) {
    boolean more = false;
    for (var condition : conditions) {
      more |= learn(condition);
    }
    for (var source : sources) {
      if (source instanceof From.Table t && !tables.contains(t.alias()) && isSettled(t)) {
        tables.add(t.alias());
        more = true;
      }
    }
    return more;
  }

  /** A column that equals a settled one, or a constant, is settled. */
  private boolean learn(Expr condition) {
    if (!(condition instanceof Expr.Binary b) || !b.operator().equals("=")) {
      return false;
    }
    boolean left = learn(b.left(), b.right());
    boolean right = learn(b.right(), b.left());
    return left || right;
  }

  private boolean learn(Expr column, Expr from) {
    if (!(column instanceof Expr.Column c) || holds(c)) {
      return false;
    }
    boolean follows =
        from instanceof Expr.Literal
            || (from instanceof Expr.Column other && holds(other) && facts.groupAlike(c, other));
    return follows && known.add(c);
  }

  private boolean isSettled(From.Table table) {
    var columns =
        known.stream()
            .filter(c -> c.source().equals(table.alias()))
            .map(Expr.Column::name)
            .toList();
    return table.relation().isKey(columns);
  }

  /** Whether all rows with the same settled columns have the same value in this one. */
  boolean holds(Expr.Column column) {
    return known.contains(column) || tables.contains(column.source());
  }

  /** Whether at most one row of that source goes with the settled columns. */
  boolean holds(String source) {
    return tables.contains(source);
  }

  /** Whether an expression has one value for all rows with the same settled columns. */
  boolean holds(Expr expr) {
    var scan = Scan.of(expr);
    return !scan.hasQuery()
        && scan.exprs().stream().noneMatch(e -> e instanceof Expr.Star)
        && scan.columns().stream().allMatch(this::holds);
  }
}
