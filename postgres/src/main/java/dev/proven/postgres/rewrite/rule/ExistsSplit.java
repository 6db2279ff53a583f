package dev.proven.postgres.rewrite.rule;

import dev.proven.postgres.rewrite.sql.Expr;
import dev.proven.postgres.rewrite.sql.Names;
import dev.proven.postgres.rewrite.sql.Query;
import dev.proven.postgres.rewrite.sql.Replace;
import dev.proven.postgres.rewrite.sql.Scan;
import dev.proven.postgres.rewrite.sql.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * EXISTS over an OR as an OR of EXISTS: each side alone can be hashed or joined, both together must
 * be looked for row by row.
 */
public final class ExistsSplit implements Rule {
  private static final int MOST_SIDES = 4;

  private static final String PROOF =
      "A row that fits the OR fits one of its sides, so there is one just where there is one for a"
          + " side; EXISTS is never NULL.";

  @Override
  public String id() {
    return "exists-split";
  }

  @Override
  public List<Rewritten> rewrite(Query root, Facts facts) {
    var found = new ArrayList<Rewritten>();
    for (var block : Scan.of(root).blocks()) {
      for (int i = 0; i < block.where().size(); i++) {
        int at = i;
        other(block.where().get(i), Names.in(root), facts)
            .map(terms -> say(root, block, at, terms))
            .ifPresent(found::add);
      }
    }
    return found;
  }

  /** The terms that stand for one, empty where it is no such EXISTS. */
  private static Optional<Split> other(Expr term, Names names, Facts facts) {
    boolean negated = term instanceof Expr.Not;
    var inner = term instanceof Expr.Not n ? n.term() : term;
    if (!(inner instanceof Expr.Exists e)
        || !(e.query() instanceof Query.Block q)
        || facts.isGrouped(q)
        || !q.bounds().isUnlimited()) {
      return Optional.empty();
    }
    return q.where().stream()
        .filter(t -> t instanceof Expr.Or or && isWorthSplitting(q, or))
        .findFirst()
        .map(t -> new Split((Expr.Or) t, sides(q, (Expr.Or) t, names), negated));
  }

  private record Split(Expr.Or or, List<Expr> sides, boolean negated) {}

  /** Where at least two sides look at the outer row, or one does and another does not. */
  private static boolean isWorthSplitting(Query.Block q, Expr.Or or) {
    var own = Correlated.aliases(q);
    long outer =
        or.terms().stream()
            .filter(t -> Scan.of(t).columns().stream().anyMatch(c -> !own.contains(c.source())))
            .count();
    return outer > 0 && or.terms().size() <= MOST_SIDES;
  }

  private static List<Expr> sides(Query.Block q, Expr.Or or, Names names) {
    var sides = new ArrayList<Expr>();
    for (var side : or.terms()) {
      var where = new ArrayList<Expr>();
      for (var term : q.where()) {
        if (term.equals(or)) {
          where.addAll(side instanceof Expr.And a ? a.terms() : List.of(side));
        } else {
          where.add(term);
        }
      }
      sides.add(new Expr.Exists(Query.Block.plain(names.block(), q.items(), q.from(), where)));
    }
    return sides;
  }

  private static Rewritten say(Query root, Query.Block block, int at, Split split) {
    var where = new ArrayList<>(block.where());
    where.remove(at);
    if (split.negated()) {
      split.sides().forEach(s -> where.add(new Expr.Not(s)));
    } else {
      where.add(new Expr.Or(split.sides()));
    }
    var sides = split.or().terms().stream().map(Writer::text).collect(Collectors.joining(" | "));
    return new Rewritten(
        Replace.block(root, block.id(), block.withWhere(where)),
        "looks for a row by OR, again for each row",
        split.negated() ? "NOT EXISTS over an OR as two" : "EXISTS over an OR as an OR of EXISTS",
        List.of("The subquery neither groups nor limits; its sides: " + sides),
        Optional.of(PROOF));
  }
}
