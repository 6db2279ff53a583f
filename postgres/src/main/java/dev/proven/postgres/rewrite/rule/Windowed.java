package dev.proven.postgres.rewrite.rule;

import dev.proven.postgres.rewrite.sql.Expr;
import dev.proven.postgres.rewrite.sql.Names;
import dev.proven.postgres.rewrite.sql.Query;
import dev.proven.postgres.rewrite.sql.Replace;
import dev.proven.postgres.rewrite.sql.Scan;
import dev.proven.postgres.rewrite.sql.Writer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A correlated aggregate over tables that the outer query reads as well, as a window over the rows
 * that are there already. After Zuzarte et al., WinMagic: Subquery Elimination Using Window
 * Aggregation, SIGMOD 2003.
 */
public final class Windowed implements Rule {
  private static final String PROOF =
      "Each table of the subquery is one of the outer query, under the same conditions; every other"
          + " table has one row at most for each value of the partition. So the rows of a partition"
          + " are just the rows that the subquery aggregates, each once.";

  @Override
  public String id() {
    return "window";
  }

  @Override
  public List<Rewritten> rewrite(Query root, Facts facts) {
    var found = new ArrayList<Rewritten>();
    for (var block : Scan.of(root).blocks()) {
      for (int i = 0; i < block.where().size(); i++) {
        if (block.where().get(i) instanceof Expr.Binary b && b.compares()) {
          rewrite(root, block, i, b, facts).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  private static Optional<Rewritten> rewrite(
      Query root, Query.Block block, int at, Expr.Binary comparison, Facts facts) {
    var scalar =
        comparison.right() instanceof Expr.Scalar s
            ? s
            : comparison.left() instanceof Expr.Scalar s ? s : null;
    var outer = InnerJoin.of(block);
    if (scalar == null || outer.isEmpty()) {
      return Optional.empty();
    }
    var rest = new ArrayList<>(outer.get().conditions());
    rest.remove(comparison);
    return Correlated.of(scalar.query(), block, facts)
        .filter(c -> isFitForWindow(c, facts))
        .flatMap(c ->
            SameTables.of(c, new InnerJoin(outer.get().sources(), rest), facts)
                .map(s -> new Place(root, block, at, scalar, c, s, facts)))
        .flatMap(Place::rewritten);
  }

  /** A window has no DISTINCT; a count over no rows is compared and would have to stay. */
  private static boolean isFitForWindow(Correlated c, Facts facts) {
    return Scan.of(c.value()).calls().stream().noneMatch(Expr.Call::distinct)
        && OnEmpty.isNull(c.value(), facts);
  }

  /** One comparison in one block. */
  private record Place(
      Query root,
      Query.Block block,
      int at,
      Expr.Scalar scalar,
      Correlated correlated,
      SameTables same,
      Facts facts) {

    Optional<Rewritten> rewritten() {
      var names = Names.in(root);
      var alias = names.fresh("windowed");
      var comparison = block.where().get(at);
      var operand = Replace.in(comparison, Map.of(scalar, new Expr.Literal("NULL")));
      if (!block.where().containsAll(same.after())) {
        return Optional.empty();
      }
      var beside = new ArrayList<Expr>(same.after());
      beside.add(operand);
      return Wrap.of(block, beside, alias)
          .map(wrap -> {
            var value = "over_" + aggregateName();
            var where = new ArrayList<>(block.where());
            where.remove(at);
            where.removeAll(same.after());
            where.addAll(same.notNull());
            var inner =
                wrap.inner(names, List.of(new Query.Item(window(), value)), block.from(), where);
            var places = new HashMap<>(wrap.places());
            places.put(scalar, new Expr.Column(alias, value));
            var kept = new ArrayList<>(Replace.in(same.after(), wrap.places()));
            kept.add(Replace.in(comparison, places));
            var outer = wrap.outer(inner, List.of()).withWhere(kept);
            return say(Replace.block(root, block.id(), outer));
          });
    }

    private String aggregateName() {
      return Scan.of(correlated.value()).calls().stream()
          .filter(facts::isAggregate)
          .map(Expr.Call::name)
          .findFirst()
          .orElse("value");
    }

    private Expr window() {
      var windows = new HashMap<Expr, Expr>();
      for (var call : Scan.of(correlated.value()).calls()) {
        if (facts.isAggregate(call)) {
          var inOuter = Replace.in(call, same.columns(Scan.of(call).columns()));
          windows.put(call, new Expr.Window(inOuter, same.partition(), List.of(), ""));
        }
      }
      return Replace.in(correlated.value(), windows);
    }

    private Rewritten say(Query query) {
      var value = Writer.text(correlated.value());
      var keys =
          same.partition().stream()
              .map(p -> facts.name((Expr.Column) p))
              .collect(Collectors.joining(", "));
      return new Rewritten(
          query,
          "computes " + value + " again for each row",
          value + " over a window of " + keys + ", in the one pass that reads the rows",
          same.needs(),
          correlated.isExact(facts) ? Optional.of(PROOF) : Optional.empty());
    }
  }
}
