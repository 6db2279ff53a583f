package dev.proven.postgres.rewrite.rule;

import dev.proven.postgres.rewrite.sql.Expr;
import dev.proven.postgres.rewrite.sql.From;
import dev.proven.postgres.rewrite.sql.Names;
import dev.proven.postgres.rewrite.sql.Query;
import dev.proven.postgres.rewrite.sql.Replace;
import dev.proven.postgres.rewrite.sql.Scan;
import dev.proven.postgres.rewrite.sql.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A correlated aggregate as a join with the groups of all its values: computed once for each group,
 * and not once for each row.
 */
public final class GroupedJoin implements Rule {
  private static final String PROOF =
      "The groups of the subquery's table by the compared columns are just the sets that the"
          + " subquery aggregates, one for each value, so every outer row finds at most one; where it"
          + " finds none, the aggregate over no rows is put in its place, or the comparison with its"
          + " NULL drops the row either way.";

  @Override
  public String id() {
    return "grouped-join";
  }

  @Override
  public List<Rewritten> rewrite(Query root, Facts facts) {
    var found = new ArrayList<Rewritten>();
    for (var block : Scan.of(root).blocks()) {
      for (var scalar : scalars(block)) {
        Correlated.of(scalar.query(), block, facts)
            .flatMap(c -> new Place(root, block, scalar, c, facts).rewritten())
            .ifPresent(found::add);
      }
    }
    return found;
  }

  /** The subqueries for values that stand in the WHERE or among the selected, none in another. */
  private static List<Expr.Scalar> scalars(Query.Block block) {
    var exprs = new ArrayList<>(block.where());
    block.items().forEach(i -> exprs.add(i.expr()));
    return exprs.stream().flatMap(e -> Outermost.scalars(e).stream()).distinct().toList();
  }

  /** One subquery in one block. */
  private record Place(
      Query root, Query.Block block, Expr.Scalar scalar, Correlated correlated, Facts facts) {

    Optional<Rewritten> rewritten() {
      var names = Names.in(root);
      var alias = names.fresh("grouped");
      var keys = correlated.keys();
      var groups = derived(alias, keys, names.block());
      var on =
          correlated.links().stream()
              .map(l -> (Expr) new Expr.Binary("=", key(alias, keys.indexOf(l.left())), l.right()))
              .toList();
      var value = new Expr.Column(alias, "value");
      int compared = comparison();
      var changed =
          compared >= 0 && uses() == 1
              ? Optional.of(inner(groups, on, value, compared))
              : outer(groups, on, value, alias);
      return changed.map(b -> say(Replace.block(root, block.id(), b)));
    }

    private From.Derived derived(String alias, List<Expr.Column> keys, int id) {
      var items = new ArrayList<Query.Item>();
      for (int i = 0; i < keys.size(); i++) {
        items.add(new Query.Item(keys.get(i), "key" + (i + 1)));
      }
      items.add(new Query.Item(correlated.value(), "value"));
      var from = correlated.block().from();
      var grouped =
          Query.Block.plain(id, items, from, correlated.local()).withGroupBy(List.copyOf(keys));
      return new From.Derived(grouped, alias, alias, List.of(), false);
    }

    private static Expr.Column key(String alias, int number) {
      return new Expr.Column(alias, "key" + (number + 1));
    }

    /** The term of the WHERE that compares something with the value, where NULL drops the row. */
    private int comparison() {
      for (int i = 0; i < block.where().size(); i++) {
        if (block.where().get(i) instanceof Expr.Binary b
            && b.compares()
            && (b.left().equals(scalar) != b.right().equals(scalar))
            && OnEmpty.isNull(correlated.value(), facts)) {
          return i;
        }
      }
      return -1;
    }

    private Query.Block inner(From groups, List<Expr> on, Expr value, int compared) {
      var from = new ArrayList<>(block.from());
      from.add(groups);
      var where = new ArrayList<>(block.where());
      where.set(compared, Replace.in(block.where().get(compared), Map.of(scalar, value)));
      where.addAll(compared, on);
      return block.withFrom(from, where);
    }

    private int uses() {
      var all = new ArrayList<>(block.where());
      block.items().forEach(i -> all.add(i.expr()));
      return (int) Scan.of(all).exprs().stream().filter(scalar::equals).count();
    }

    /** Every row stays, and where no group fits the value is that over no rows. */
    private Optional<Query.Block> outer(From groups, List<Expr> on, Expr value, String alias) {
      if (facts.isGrouped(block) || block.from().isEmpty() || isTurned()) {
        return Optional.empty();
      }
      var joined =
          block.from().stream()
              .reduce((l, r) -> new From.Joined(From.Kind.CROSS, l, r, List.of()))
              .map(all -> (From) new From.Joined(From.Kind.LEFT, all, groups, on))
              .orElseThrow();
      var inPlace = Map.of(scalar, valueOrEmpty(value, alias));
      var where = Replace.in(block.where(), inPlace);
      return Optional.of(Replace.outside(block, inPlace).withFrom(List.of(joined), where));
    }

    /** Beside a RIGHT or FULL join the list of sources cannot be brought into one tree. */
    private boolean isTurned() {
      return block.from().size() > 1
          && block.from().stream().anyMatch(f -> f instanceof From.Joined j && isTurned(j));
    }

    private static boolean isTurned(From.Joined j) {
      return j.kind() == From.Kind.RIGHT
          || j.kind() == From.Kind.FULL
          || (j.left() instanceof From.Joined l && isTurned(l));
    }

    private Expr valueOrEmpty(Expr value, String alias) {
      if (OnEmpty.isNull(correlated.value(), facts)) {
        return value;
      }
      var empty = OnEmpty.value(correlated.value(), facts);
      return correlated.value() instanceof Expr.Call c && c.name().equals("count")
          ? Expr.Call.of("coalesce", value, empty)
          : new Expr.Shape(
              List.of("CASE WHEN ", " IS NULL THEN ", " ELSE ", " END"),
              List.of(key(alias, 0), empty, value));
    }

    private Rewritten say(Query query) {
      var value = Writer.text(correlated.value());
      var keys = correlated.keys().stream().map(facts::name).collect(Collectors.joining(", "));
      return new Rewritten(
          query,
          "computes " + value + " again for each row",
          value + " computed once for each " + keys + ", and joined",
          List.of(
              "The subquery is bound by equality alone: "
                  + correlated.links().stream()
                      .map(l -> facts.name(l.left()) + " = " + facts.name(l.right()))
                      .collect(Collectors.joining(", "))
                  + ", of types whose = is the one that groups."),
          correlated.isExact(facts) ? Optional.of(PROOF) : Optional.empty());
    }
  }
}
