package dev.proven.postgres.rewrite.check;

import dev.proven.postgres.rewrite.catalog.Relation;
import dev.proven.postgres.rewrite.sql.Expr;
import dev.proven.postgres.rewrite.sql.From;
import dev.proven.postgres.rewrite.sql.Labels;
import dev.proven.postgres.rewrite.sql.Query;
import dev.proven.postgres.rewrite.sql.Scan;
import dev.proven.postgres.rewrite.sql.Stars;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The values for every column of a statement's tables. Columns that it compares with each other, or
 * that a foreign key binds, draw from one pool, so that rows meet.
 */
final class Pools {
  /** A column of a table. */
  record Cell(long table, String column) {}

  private final Map<Cell, Cell> leaders = new HashMap<>();
  private final Map<Cell, Set<String>> constants = new HashMap<>();
  private final Map<Cell, Set<String>> real = new HashMap<>();
  private final Map<Cell, Pool> pools = new HashMap<>();
  private final Map<String, From.Source> sources = new HashMap<>();
  private final Set<Cell> keys = new HashSet<>();

  private Pools() {}

  /**
   * Looks at the statement and at some rows of its tables.
   *
   * @param relations with the names under which rows can be read
   */
  static Pools of(Query query, List<Relation> relations, Connection connection)
      throws SQLException {
    var pools = new Pools();
    Scan.of(query).sources().forEach(s -> pools.sources.put(s.alias(), s));
    relations.forEach(pools::bindKeys);
    Scan.of(query).exprs().forEach(pools::bind);
    pools.collect(query, relations, connection);
    relations.forEach(pools::markKeys);
    for (var relation : relations) {
      for (var column : relation.columns().values()) {
        var leader = pools.leader(new Cell(relation.oid(), column.name()));
        pools.pools.put(
            new Cell(relation.oid(), column.name()),
            Pool.of(
                column,
                pools.constants.getOrDefault(leader, Set.of()),
                pools.real.getOrDefault(leader, Set.of()),
                connection));
      }
    }
    return pools;
  }

  private void bindKeys(Relation relation) {
    for (var key : relation.foreignKeys()) {
      for (int i = 0; i < key.columns().size(); i++) {
        bind(
            new Cell(relation.oid(), key.columns().get(i)),
            new Cell(key.parent(), key.parentColumns().get(i)));
      }
    }
  }

  private void markKeys(Relation relation) {
    for (var key : relation.keys()) {
      if (key.size() == 1) {
        keys.add(leader(new Cell(relation.oid(), key.getFirst())));
      }
    }
  }

  /** Whether a single column that draws from there is the key of its table. */
  boolean isKey(Cell leader) {
    return keys.contains(leader);
  }

  private void bind(Expr expr) {
    switch (expr) {
      case Expr.Binary b when b.compares() -> bind(b.left(), b.right());
      case Expr.InQuery i when i.query() instanceof Query.Block b && b.items().size() == 1 ->
          bind(i.operand(), b.items().getFirst().expr());
      default -> {
        // Binds nothing.
      }
    }
  }

  private void bind(Expr a, Expr b) {
    var left = cell(a);
    var right = cell(b);
    if (left.isPresent() && right.isPresent()) {
      bind(left.get(), right.get());
    }
  }

  private void bind(Cell a, Cell b) {
    var left = leader(a);
    var right = leader(b);
    if (!left.equals(right)) {
      leaders.put(left, right);
    }
  }

  Cell leader(Cell cell) {
    var next = leaders.get(cell);
    return next == null ? cell : leader(next);
  }

  /** The cell that an expression is, also where it only is a cast or an aggregate of one. */
  Optional<Cell> cell(Expr expr) {
    return switch (expr) {
      case Expr.Column c -> cell(c);
      case Expr.Cast c -> cell(c.operand());
      case Expr.Call c when c.arguments().size() == 1 -> cell(c.arguments().getFirst());
      default -> Optional.empty();
    };
  }

  private Optional<Cell> cell(Expr.Column c) {
    return switch (sources.get(c.source())) {
      case From.Table t -> Optional.of(new Cell(t.relation().oid(), c.name()));
      case From.Derived d -> selected(d.query(), d, c.name());
      case From.Named n -> selected(n.cte().query(), n, c.name());
      case From.Function _ -> Optional.empty();
      case null -> Optional.empty();
    };
  }

  /** What a query selects under the name that a source gives it. */
  private Optional<Cell> selected(Query query, From.Source source, String name) {
    int position = Labels.columns(source).map(c -> c.indexOf(name)).orElse(-1);
    return switch (query) {
      case Query.Block b ->
          Stars.spelt(b)
              .filter(s -> position >= 0 && position < s.items().size())
              .flatMap(s -> cell(s.items().get(position).expr()));
      case Query.SetOperation s -> selected(s.left(), source, name);
      case Query.With w -> selected(w.body(), source, name);
      case Query.Values _ -> Optional.empty();
    };
  }

  private void collect(Query query, List<Relation> relations, Connection connection)
      throws SQLException {
    var named = Constants.of(query);
    for (var column : Scan.of(query).columns()) {
      cell(column)
          .ifPresent(c ->
              constants
                  .computeIfAbsent(leader(c), _ -> new LinkedHashSet<>())
                  .addAll(named.of(column)));
    }
    for (var relation : relations) {
      for (var column : relation.columns().keySet()) {
        var leader = leader(new Cell(relation.oid(), column));
        var values = Pool.real(Scratch.name(relation), column, connection);
        real.computeIfAbsent(leader, _ -> new LinkedHashSet<>()).addAll(values);
      }
    }
  }

  /** The values for a column. */
  Pool of(Relation relation, String column) {
    return pools.getOrDefault(new Cell(relation.oid(), column), Pool.EMPTY);
  }

  /** The values for the column that an expression is. */
  Optional<Pool> of(Expr expr) {
    return cell(expr).map(pools::get);
  }
}
