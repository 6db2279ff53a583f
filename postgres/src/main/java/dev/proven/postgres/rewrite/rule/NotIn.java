package dev.proven.postgres.rewrite.rule;

import dev.proven.postgres.rewrite.sql.Expr;
import dev.proven.postgres.rewrite.sql.Query;
import dev.proven.postgres.rewrite.sql.Replace;
import dev.proven.postgres.rewrite.sql.Scan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * NOT IN over a subquery as NOT EXISTS, only where neither side can be NULL: one NULL among the
 * values, and NOT IN answers no row at all.
 */
public final class NotIn implements Rule {
  private static final String PROOF =
      "Neither side is ever NULL, so every comparison is true or false, and NOT IN is true just where"
          + " no value is equal.";

  @Override
  public String id() {
    return "not-exists";
  }

  @Override
  public List<Rewritten> rewrite(Query root, Facts facts) {
    var found = new ArrayList<Rewritten>();
    for (var block : Scan.of(root).blocks()) {
      for (var term : block.where()) {
        if (term instanceof Expr.InQuery in && in.negated()) {
          Membership.of(in, facts)
              .filter(m -> m.values().stream().allMatch(v -> isNeverNull(v, m.query(), facts)))
              .filter(m -> m.operands().stream().allMatch(o -> isNeverNull(o, block, facts)))
              .map(m -> say(root, block, in, m, facts))
              .ifPresent(found::add);
        }
      }
    }
    return found;
  }

  @Override
  public List<String> hindrances(Query root, Facts facts) {
    var hindrances = new ArrayList<String>();
    for (var block : Scan.of(root).blocks()) {
      for (var term : block.where()) {
        if (term instanceof Expr.InQuery in && in.negated()) {
          Membership.of(in, facts).stream()
              .filter(m -> m.operands().size() > 1)
              .flatMap(m -> nullable(m, block, facts).stream())
              .map(c ->
                  "NOT IN stays as it is, because "
                      + name(c, facts)
                      + " can be NULL, and a NULL makes it answer nothing where NOT EXISTS answers")
              .forEach(hindrances::add);
        }
      }
    }
    return hindrances;
  }

  /** The sides that can be NULL. */
  static List<Expr> nullable(Membership m, Query.Block block, Facts facts) {
    var nullable = new ArrayList<Expr>();
    m.values().stream().filter(v -> !isNeverNull(v, m.query(), facts)).forEach(nullable::add);
    m.operands().stream().filter(o -> !isNeverNull(o, block, facts)).forEach(nullable::add);
    return nullable;
  }

  /** By the catalog, or because a condition beside it lets no NULL through. */
  private static boolean isNeverNull(Expr expr, Query.Block block, Facts facts) {
    return facts.neverNull(expr) || block.where().contains(new Expr.IsNull(expr, true));
  }

  private static Rewritten say(
      Query root, Query.Block block, Expr.InQuery in, Membership m, Facts facts) {
    var where =
        Replace.in(block.where(), Map.of(in, new Expr.Not(new Expr.Exists(m.correlated()))));
    return new Rewritten(
        Replace.block(root, block.id(), block.withWhere(where)),
        "compares with every value of a NOT IN, for NULL among them",
        "NOT IN as NOT EXISTS",
        List.of(
            m.operands().stream().map(o -> name(o, facts)).collect(Collectors.joining(", "))
                + " and "
                + m.values().stream().map(v -> name(v, facts)).collect(Collectors.joining(", "))
                + " are never NULL."),
        Optional.of(PROOF));
  }

  static String name(Expr expr, Facts facts) {
    return expr instanceof Expr.Column c
        ? facts.name(c)
        : dev.proven.postgres.rewrite.sql.Writer.text(expr);
  }
}
