package dev.proven.postgres.rewrite.check;

import dev.proven.postgres.rewrite.catalog.Relation;
import dev.proven.postgres.rewrite.sql.Expr;
import dev.proven.postgres.rewrite.sql.From;
import dev.proven.postgres.rewrite.sql.Query;
import dev.proven.postgres.rewrite.sql.Scan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
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
  private final Map<String, Relation> tables = new HashMap<>();

  private Pools() {}

  /**
   * Looks at the statement and at some rows of its tables.
   *
   * @param relations with the names under which rows can be read
   */
  static Pools of(Query query, List<Relation> relations, Connection connection)
      throws SQLException {
    var pools = new Pools();
    for (var source : Scan.of(query).sources()) {
      if (source instanceof From.Table t) {
        pools.tables.put(t.alias(), t.relation());
      }
    }
    relations.forEach(pools::bindKeys);
    Scan.of(query).exprs().forEach(pools::bind);
    pools.collect(query, relations, connection);
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

  /** The cell that an expression is, also where it only is a cast of one. */
  Optional<Cell> cell(Expr expr) {
    return switch (expr) {
      case Expr.Column c when tables.containsKey(c.source()) ->
          Optional.ofNullable(tables.get(c.source())).map(r -> new Cell(r.oid(), c.name()));
      case Expr.Cast c -> cell(c.operand());
      default -> Optional.empty();
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
    return pools.getOrDefault(
        new Cell(relation.oid(), column), new Pool(List.of(), List.of(), List.of()));
  }

  /** All columns that draw from the same pool. */
  List<Cell> group(Cell cell) {
    var group = new ArrayList<Cell>();
    pools.keySet().stream().filter(c -> leader(c).equals(leader(cell))).forEach(group::add);
    return group;
  }

  /** The values for the column that an expression is. */
  Optional<Pool> of(Expr expr) {
    return cell(expr).map(pools::get);
  }
}
