package dev.proven.postgres.rewrite.rule;

import dev.proven.postgres.rewrite.sql.Expr;
import dev.proven.postgres.rewrite.sql.From;
import dev.proven.postgres.rewrite.sql.Names;
import dev.proven.postgres.rewrite.sql.Query;
import dev.proven.postgres.rewrite.sql.Replace;
import dev.proven.postgres.rewrite.sql.Scan;
import dev.proven.postgres.rewrite.sql.Writer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An OR over several columns as a UNION ALL of one query for each of its sides, each leaving out
 * what the ones before it have found: so each side can be joined or looked up in its own way.
 */
public final class OrSplit implements Rule {
  private static final int MOST_SIDES = 4;

  private static final String PROOF =
      "A row that fits the OR fits a first one of its sides, and is read in that branch and in no"
          + " other: IS NOT TRUE lets through what is false or NULL. UNION ALL removes nothing.";

  @Override
  public String id() {
    return "union-all";
  }

  @Override
  public boolean canBeEstimated() {
    return false;
  }

  @Override
  public boolean opensIndexes() {
    return true;
  }

  @Override
  public List<Rewritten> rewrite(Query root, Facts facts) {
    var found = new ArrayList<Rewritten>();
    for (var block : Scan.of(root).blocks()) {
      if (InnerJoin.of(block).isPresent() && !returnsSets(block, facts)) {
        var join = InnerJoin.of(block).get();
        for (var term : join.conditions()) {
          if (term instanceof Expr.Or or && isWorthSplitting(or)) {
            split(root, block, join, or, facts).ifPresent(found::add);
          }
        }
      }
    }
    return found;
  }

  private static boolean returnsSets(Query.Block b, Facts facts) {
    return b.items().stream().anyMatch(i -> facts.returnsSet(i.expr()));
  }

  /** Where all sides look at one and the same column, the server does well by itself. */
  private static boolean isWorthSplitting(Expr.Or or) {
    var columns = new LinkedHashSet<Set<Expr.Column>>();
    or.terms().forEach(t -> columns.add(Set.copyOf(Scan.of(t).columns())));
    return or.terms().size() <= MOST_SIDES && columns.size() > 1;
  }

  private static Optional<Rewritten> split(
      Query root, Query.Block block, InnerJoin join, Expr.Or or, Facts facts) {
    var names = Names.in(root);
    var alias = names.fresh("either");
    return Wrap.of(block, List.of(), alias)
        .map(wrap -> {
          var sources = List.<From>copyOf(join.sources());
          Query union = null;
          var before = new ArrayList<Expr>();
          for (var side : or.terms()) {
            var branch = wrap.inner(names, List.of(), sources, where(join, or, side, before));
            union =
                union == null
                    ? branch
                    : new Query.SetOperation("UNION ALL", union, branch, Query.Bounds.NONE);
            before.add(side);
          }
          var changed = wrap.outer(java.util.Objects.requireNonNull(union), List.of());
          return say(Replace.block(root, block.id(), changed), or, Exact.is(root, facts));
        });
  }

  private static List<Expr> where(InnerJoin join, Expr.Or or, Expr side, List<Expr> before) {
    var where = new ArrayList<Expr>();
    for (var term : join.conditions()) {
      if (term.equals(or)) {
        where.addAll(side instanceof Expr.And a ? a.terms() : List.of(side));
        before.forEach(b -> where.add(Expr.Shape.around("", b, " IS NOT TRUE")));
      } else {
        where.add(term);
      }
    }
    return where;
  }

  private static Rewritten say(Query query, Expr.Or or, boolean exact) {
    var sides = or.terms().stream().map(Writer::text).collect(Collectors.joining(" | "));
    return new Rewritten(
        query,
        "looks for " + or.terms().size() + " things at once by OR, in one way for all",
        "OR as UNION ALL",
        List.of("The branches exclude each other, also where a side is NULL: " + sides),
        exact ? Optional.of(PROOF) : Optional.empty());
  }
}
