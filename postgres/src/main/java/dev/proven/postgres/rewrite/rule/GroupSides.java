package dev.proven.postgres.rewrite.rule;

import dev.proven.postgres.rewrite.sql.Expr;
import dev.proven.postgres.rewrite.sql.From;
import dev.proven.postgres.rewrite.sql.Query;
import dev.proven.postgres.rewrite.sql.Scan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The sources of a grouped block, parted: on the one side each group has one row, on the other one
 * many.
 *
 * @param outer whether rows of the one side stay that nothing fits
 * @param one the side with one row in a group
 * @param many the table with many
 * @param links each a column of the one side and the column of the other that it must equal
 * @param oneConditions look at the one side alone; with an outer join those of the WHERE
 * @param manyConditions look at the other side alone
 * @param onOne conditions of an outer join that look at the one side alone
 */
record GroupSides(
    boolean outer,
    List<From> one,
    From.Source many,
    List<Equality> links,
    List<Expr> oneConditions,
    List<Expr> manyConditions,
    List<Expr> onOne) {

  /** All ways to part the sources of a block that groups by columns. */
  static List<GroupSides> of(Query.Block block, Facts facts) {
    var all = new ArrayList<GroupSides>();
    outer(block).filter(s -> s.isUnique(block, facts)).ifPresent(all::add);
    InnerJoin.of(block)
        .ifPresent(join -> {
          for (var many : join.sources()) {
            if (join.sources().size() > 1) {
              inner(join, many).filter(s -> s.isUnique(block, facts)).ifPresent(all::add);
            }
          }
        });
    return all;
  }

  private static Optional<GroupSides> outer(Query.Block block) {
    if (block.from().size() != 1
        || !(block.from().getFirst() instanceof From.Joined j)
        || j.kind() != From.Kind.LEFT
        || !(j.right() instanceof From.Source many)
        || many instanceof From.Function
        || (many instanceof From.Derived d && d.lateral())) {
      return Optional.empty();
    }
    var terms = Terms.of(j.on(), many.alias());
    boolean filtered =
        block.where().stream().anyMatch(t -> Scan.of(t).freeSources().contains(many.alias()));
    return terms.isEmpty() || filtered
        ? Optional.empty()
        : Optional.of(
            new GroupSides(
                true,
                List.of(j.left()),
                many,
                terms.get().links(),
                block.where(),
                terms.get().many(),
                terms.get().one()));
  }

  private static Optional<GroupSides> inner(InnerJoin join, From.Source many) {
    var one =
        join.sources().stream()
            .filter(s -> !s.alias().equals(many.alias()))
            .map(s -> (From) s)
            .toList();
    return Terms.of(join.conditions(), many.alias())
        .map(t -> new GroupSides(false, one, many, t.links(), t.one(), t.many(), List.of()));
  }

  /** Conditions by the side that they look at. */
  private record Terms(List<Equality> links, List<Expr> one, List<Expr> many) {
    static Optional<Terms> of(List<Expr> conditions, String many) {
      var terms = new Terms(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
      for (var term : conditions) {
        var sources = Scan.of(term).freeSources();
        if (!sources.contains(many)) {
          terms.one.add(term);
        } else if (sources.equals(Set.of(many))) {
          terms.many.add(term);
        } else {
          var link = Equality.of(term).flatMap(e -> e.facing(Set.of(many)));
          if (link.isEmpty()) {
            return Optional.empty();
          }
          terms.links.add(link.get().turned());
        }
      }
      return terms.links.isEmpty() ? Optional.empty() : Optional.of(terms);
    }
  }

  /** Whether what is grouped by settles every row of the one side, and nothing fails. */
  private boolean isUnique(Query.Block block, Facts facts) {
    var sources = one.stream().flatMap(From::sources).toList();
    var aliases = sources.stream().map(From.Source::alias).toList();
    var keys = block.groupBy().stream().map(Expr.Column.class::cast).toList();
    if (!keys.stream().allMatch(k -> aliases.contains(k.source()))) {
      return false;
    }
    var settled = Determined.by(keys, sources, conditions(), facts);
    return aliases.stream().allMatch(a -> settled.holds(a) && !facts.isFilled(a))
        && links.stream().allMatch(l -> facts.groupAlike(l.left(), l.right()))
        && manyConditions.stream().allMatch(t -> Total.is(t, facts));
  }

  private List<Expr> conditions() {
    var all = new ArrayList<>(oneConditions);
    one.forEach(f -> innerConditions(f, all));
    return all;
  }

  private static void innerConditions(From from, List<Expr> into) {
    if (from instanceof From.Joined j && j.isInner()) {
      into.addAll(j.on());
      innerConditions(j.left(), into);
      innerConditions(j.right(), into);
    }
  }

  /** What stands for an aggregate: where nothing fits, what it gives for one row of NULLs. */
  Expr filled(Expr.Call aggregate, Expr value) {
    if (!outer || !aggregate.name().equals("count")) {
      return value;
    }
    var one = PreAggregated.isCountOfRows(aggregate);
    return Expr.Call.of("coalesce", value, new Expr.Literal(one ? "1" : "0"));
  }

  /**
   * The FROM with groups in the place of the other side.
   *
   * @param where takes the conditions of an inner join
   */
  List<From> joined(From groups, List<Expr> on, List<Expr> where) {
    if (outer) {
      var all = new ArrayList<>(on);
      all.addAll(onOne);
      return List.of(new From.Joined(From.Kind.LEFT, one.getFirst(), groups, all));
    }
    where.addAll(on);
    var from = new ArrayList<>(one);
    from.add(groups);
    return from;
  }

  List<String> oneNames() {
    return one.stream().flatMap(From::sources).map(From.Source::written).toList();
  }
}
