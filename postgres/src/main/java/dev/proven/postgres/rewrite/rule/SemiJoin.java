package dev.proven.postgres.rewrite.rule;

import dev.proven.postgres.rewrite.sql.Expr;
import dev.proven.postgres.rewrite.sql.From;
import dev.proven.postgres.rewrite.sql.Names;
import dev.proven.postgres.rewrite.sql.Query;
import dev.proven.postgres.rewrite.sql.Replace;
import dev.proven.postgres.rewrite.sql.Scan;
import dev.proven.postgres.rewrite.sql.Stars;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * DISTINCT over a join of which some tables only filter, as EXISTS: rows are not multiplied first
 * and thrown away afterwards. Where a unique key is selected, DISTINCT goes as well.
 */
public final class SemiJoin implements Rule {
  private static final String PROOF =
      "Nothing is selected of the tables that moved, so they only decide which rows stay and how"
          + " often; DISTINCT, or the key that is selected, leaves each once.";

  @Override
  public String id() {
    return "semi-join";
  }

  @Override
  public List<Rewritten> rewrite(Query root, Facts facts) {
    var found = new ArrayList<Rewritten>();
    for (var block : Scan.of(root).blocks()) {
      if (isCandidate(block, facts)) {
        Stars.spelt(block)
            .flatMap(b -> InnerJoin.of(b).flatMap(j -> rewrite(root, b, j, facts)))
            .ifPresent(found::add);
      }
    }
    return found;
  }

  private static boolean isCandidate(Query.Block b, Facts facts) {
    return (b.distinct() || (!b.groupBy().isEmpty() && b.having().isEmpty()))
        && b.distinctOn().isEmpty()
        && outside(b).stream().noneMatch(e -> facts.aggregates(e) || Scan.of(e).hasWindow())
        && outside(b).stream().noneMatch(facts::returnsSet);
  }

  /** What the block does with the rows that it has joined and filtered. */
  private static List<Expr> outside(Query.Block b) {
    var exprs = new ArrayList<>(b.groupBy());
    b.items().forEach(i -> exprs.add(i.expr()));
    exprs.addAll(b.having());
    b.bounds().order().forEach(o -> exprs.add(o.expr()));
    return exprs;
  }

  private static Optional<Rewritten> rewrite(
      Query root, Query.Block block, InnerJoin join, Facts facts) {
    var used = new LinkedHashSet<String>();
    Scan.of(outside(block)).columns().forEach(c -> used.add(c.source()));
    var kept = join.sources().stream().filter(s -> used.contains(s.alias())).toList();
    var moved = join.sources().stream().filter(s -> !used.contains(s.alias())).toList();
    if (kept.isEmpty() || moved.isEmpty()) {
      return Optional.empty();
    }
    var where = new ArrayList<Expr>();
    var touching = new ArrayList<Expr>();
    var others = aliases(moved);
    for (var term : join.conditions()) {
      boolean touches = Scan.of(term).columns().stream().anyMatch(c -> others.contains(c.source()));
      (touches ? touching : where).add(term);
    }
    var names = Names.in(root);
    for (var group : Components.of(moved, touching)) {
      var one = List.of(new Query.Item(new Expr.Literal("1"), null));
      where.add(
          new Expr.Exists(
              Query.Block.plain(names.block(), one, List.copyOf(group.sources()), group.terms())));
    }
    boolean unique = block.distinct() && block.groupBy().isEmpty() && isUnique(block, kept, facts);
    var changed =
        block.withDistinct(block.distinct() && !unique).withFrom(List.copyOf(kept), where);
    return Optional.of(say(Replace.block(root, block.id(), changed), moved, kept, unique));
  }

  private static Set<String> aliases(List<From.Source> sources) {
    var aliases = new LinkedHashSet<String>();
    sources.forEach(s -> aliases.add(s.alias()));
    return aliases;
  }

  /** Whether a unique key of every table that stays is selected. */
  private static boolean isUnique(Query.Block block, List<From.Source> kept, Facts facts) {
    return kept.stream()
        .allMatch(s ->
            s instanceof From.Table t
                && t.relation()
                    .isKey(
                        block.items().stream()
                            .map(Query.Item::expr)
                            .filter(e -> e instanceof Expr.Column c && c.source().equals(t.alias()))
                            .map(e -> ((Expr.Column) e).name())
                            .toList())
                && !facts.isFilled(t.alias()));
  }

  private static Rewritten say(
      Query query, List<From.Source> moved, List<From.Source> kept, boolean unique) {
    var tables = String.join(", ", moved.stream().map(From.Source::written).toList());
    var needs = new ArrayList<String>();
    needs.add("Nothing of " + tables + " is selected, grouped or ordered by.");
    if (unique) {
      needs.add(
          "A unique key, of columns that are NOT NULL, of each of "
              + String.join(", ", kept.stream().map(From.Source::written).toList())
              + " is selected, so no DISTINCT is needed.");
    }
    return new Rewritten(
        query,
        "multiplies rows by joining " + tables + " and throws them away again",
        tables + " asked for by EXISTS, not joined",
        needs,
        Optional.of(PROOF));
  }
}
