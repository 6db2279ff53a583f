package dev.proven.postgres.rewrite.rule;

import dev.proven.postgres.rewrite.sql.Expr;
import dev.proven.postgres.rewrite.sql.From;
import dev.proven.postgres.rewrite.sql.Query;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The FROM and WHERE of a block in which every pair of rows that fits is joined and no other: a
 * list of sources, and conditions of which the order plays no part.
 */
record InnerJoin(List<From.Source> sources, List<Expr> conditions) {
  InnerJoin {
    sources = List.copyOf(sources);
    conditions = List.copyOf(conditions);
  }

  /** Empty where there is an outer join, or a source that looks at its neighbours. */
  static Optional<InnerJoin> of(Query.Block block) {
    var sources = new ArrayList<From.Source>();
    var conditions = new ArrayList<Expr>();
    for (var from : block.from()) {
      if (!flatten(from, sources, conditions)) {
        return Optional.empty();
      }
    }
    conditions.addAll(block.where());
    return Optional.of(new InnerJoin(sources, conditions));
  }

  private static boolean flatten(From from, List<From.Source> sources, List<Expr> conditions) {
    return switch (from) {
      case From.Joined j -> {
        boolean inner =
            j.isInner()
                && flatten(j.left(), sources, conditions)
                && flatten(j.right(), sources, conditions);
        conditions.addAll(j.on());
        yield inner;
      }
      case From.Function _ -> false;
      case From.Derived d when d.lateral() -> false;
      case From.Source s -> sources.add(s);
    };
  }

  Set<String> aliases() {
    var aliases = new LinkedHashSet<String>();
    sources.forEach(s -> aliases.add(s.alias()));
    return aliases;
  }
}
