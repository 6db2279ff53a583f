package dev.proven.postgres.rewrite.rule;

import dev.proven.postgres.rewrite.sql.Expr;
import dev.proven.postgres.rewrite.sql.Query;
import dev.proven.postgres.rewrite.sql.Replace;
import dev.proven.postgres.rewrite.sql.Scan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * IN over a subquery that looks at the outer row as EXISTS, which every server can turn into a
 * join; before 17 it could not for IN.
 */
public final class CorrelatedIn implements Rule {
  private static final String PROOF =
      "A term of a WHERE keeps a row only where it is true, and both are true just where an equal"
          + " value is there.";

  @Override
  public String id() {
    return "exists";
  }

  @Override
  public List<Rewritten> rewrite(Query root, Facts facts) {
    var found = new ArrayList<Rewritten>();
    for (var block : Scan.of(root).blocks()) {
      for (var term : block.where()) {
        if (term instanceof Expr.InQuery in && !in.negated() && isCorrelated(in)) {
          Membership.of(in, facts).map(m -> say(root, block, in, m)).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  private static boolean isCorrelated(Expr.InQuery in) {
    return !Scan.of(in.query()).freeSources().isEmpty();
  }

  private static Rewritten say(Query root, Query.Block block, Expr.InQuery in, Membership m) {
    var where = Replace.in(block.where(), Map.of(in, new Expr.Exists(m.correlated())));
    return new Rewritten(
        Replace.block(root, block.id(), block.withWhere(where)),
        "runs a subquery of an IN again for each row",
        "IN as EXISTS",
        List.of("The compared columns have the = of their own type."),
        Optional.of(PROOF));
  }
}
