package dev.proven.postgres.rewrite.rule;

import java.util.List;

/** The library: every rule there is. */
public final class Rules {
  private Rules() {}

  public static List<Rule> all() {
    return List.of(
        new Windowed(),
        new GroupedJoin(),
        new PreAggregated(),
        new CountExists(),
        new NotIn(),
        new NullableNotIn(),
        new CorrelatedIn(),
        new SemiJoin(),
        new OrSplit(),
        new ExistsSplit(),
        new DisjointUnion(),
        new Range(),
        new PrintedDate(),
        new BareColumn(),
        new ValuesList(),
        new Materialization());
  }
}
