package dev.proven.postgres.rewrite.rule;

import dev.proven.postgres.rewrite.sql.Expr;
import dev.proven.postgres.rewrite.sql.From;
import dev.proven.postgres.rewrite.sql.Names;
import dev.proven.postgres.rewrite.sql.Query;
import dev.proven.postgres.rewrite.sql.Replace;
import dev.proven.postgres.rewrite.sql.Scan;
import dev.proven.postgres.rewrite.sql.Stars;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A block taken apart into two: an inner query that reads, joins and filters, and an outer block
 * that groups, orders and selects from it.
 *
 * @param block with its stars spelt out
 * @param alias of the inner query in the outer block
 * @param needed the columns that the inner one must hand out, under names of their own
 * @param places what stands for each of them in the outer one
 */
record Wrap(Query.Block block, String alias, List<Query.Item> needed, Map<Expr, Expr> places) {

  /**
   * Takes a block apart; empty where a star hides columns.
   *
   * @param beside what else is wanted in the outer block
   */
  static Optional<Wrap> of(Query.Block written, List<Expr> beside, String alias) {
    return Stars.spelt(written)
        .map(block -> {
          var needed = new ArrayList<Query.Item>();
          var places = new HashMap<Expr, Expr>();
          var names = new HashSet<String>();
          for (var column : used(block, beside)) {
            var name = names.add(column.name()) ? column.name() : free(column, names);
            needed.add(new Query.Item(column, name.equals(column.name()) ? null : name));
            places.put(column, new Expr.Column(alias, name));
          }
          return new Wrap(block, alias, needed, places);
        });
  }

  private static String free(Expr.Column column, Set<String> names) {
    var name = column.source() + "_" + column.name();
    while (!names.add(name)) {
      name += "_";
    }
    return name;
  }

  private static Set<Expr.Column> used(Query.Block block, List<Expr> beside) {
    var exprs = new ArrayList<>(beside);
    block.items().forEach(i -> exprs.add(i.expr()));
    exprs.addAll(block.distinctOn());
    exprs.addAll(block.groupBy());
    exprs.addAll(block.having());
    block.bounds().order().forEach(o -> exprs.add(o.expr()));
    var own = Correlated.aliases(block);
    var used = new LinkedHashSet<>(Scan.of(exprs).columns());
    used.removeIf(c -> !own.contains(c.source()));
    return used;
  }

  /** An inner block. */
  Query.Block inner(Names names, List<Query.Item> further, List<From> from, List<Expr> where) {
    var items = new ArrayList<>(needed);
    items.addAll(further);
    if (items.isEmpty()) {
      items.add(new Query.Item(new Expr.Literal("1"), "one"));
    }
    return Query.Block.plain(names.block(), items, from, where);
  }

  /** The outer block. */
  Query.Block outer(Query inner, List<Expr> where) {
    var from = new From.Derived(inner, alias, alias, List.of(), false);
    return Replace.outside(block, places).withFrom(List.of(from), Replace.in(where, places));
  }
}
