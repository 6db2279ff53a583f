package dev.proven.postgres.rewrite.rule;

import dev.proven.postgres.rewrite.sql.Expr;
import dev.proven.postgres.rewrite.sql.From;
import dev.proven.postgres.rewrite.sql.Replace;
import dev.proven.postgres.rewrite.sql.Scan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A subquery's tables found again in the outer query, so that the outer rows with the same
 * partition are the subquery's rows.
 *
 * @param aliases the outer alias of each inner one
 * @param partition outer columns
 * @param notNull conditions that keep a NULL from making a partition of its own
 * @param after conditions of the outer query alone, to be looked at when the window is computed
 * @param needs what the catalog had to say for it
 */
record SameTables(
    Map<String, String> aliases,
    List<Expr> partition,
    List<Expr> notNull,
    List<Expr> after,
    List<String> needs) {

  /** The first way to find them, empty where there is none. */
  static Optional<SameTables> of(Correlated c, InnerJoin outer, Facts facts) {
    var inner = InnerJoin.of(c.block());
    if (inner.isEmpty()) {
      return Optional.empty();
    }
    var conditions = new ArrayList<>(inner.get().conditions());
    c.links().forEach(l -> conditions.removeIf(t -> isLink(t, l)));
    var search = new Search(c, inner.get().sources(), conditions, outer, facts);
    return search.from(0, new HashMap<>());
  }

  private static boolean isLink(Expr term, Equality link) {
    return Equality.of(term).filter(e -> e.equals(link) || e.turned().equals(link)).isPresent();
  }

  Map<Expr, Expr> columns(Collection<Expr.Column> inner) {
    return columns(inner, aliases);
  }

  private static Map<Expr, Expr> columns(
      Collection<Expr.Column> inner, Map<String, String> aliases) {
    var columns = new HashMap<Expr, Expr>();
    for (var column : inner) {
      var alias = aliases.get(column.source());
      if (alias != null) {
        columns.put(column, new Expr.Column(alias, column.name()));
      }
    }
    return columns;
  }

  /** Tries which outer table each inner one may be. */
  private record Search(
      Correlated correlated,
      List<From.Source> inner,
      List<Expr> conditions,
      InnerJoin outer,
      Facts facts) {

    Optional<SameTables> from(int next, Map<String, String> aliases) {
      if (next == inner.size()) {
        return check(aliases);
      }
      if (!(inner.get(next) instanceof From.Table table)) {
        return Optional.empty();
      }
      for (var source : outer.sources()) {
        if (source instanceof From.Table t
            && t.relation().equals(table.relation())
            && !aliases.containsValue(t.alias())) {
          var further = new HashMap<>(aliases);
          further.put(table.alias(), t.alias());
          var found = from(next + 1, further);
          if (found.isPresent()) {
            return found;
          }
        }
      }
      return Optional.empty();
    }

    private Optional<SameTables> check(Map<String, String> aliases) {
      var mine = Set.copyOf(aliases.values());
      var keys = keys(aliases);
      var same = inOuter(aliases);
      var others = new ArrayList<Expr>();
      var after = new ArrayList<Expr>();
      var links = new HashSet<Expr>();
      for (var term : outer.conditions()) {
        if (same.remove(normal(term))) {
          continue;
        }
        if (isLink(term, keys)) {
          links.add(normal(term));
        } else if (Scan.of(term).freeSources().stream().noneMatch(mine::contains)
            || bindsPartition(term, keys, mine)) {
          others.add(term);
        } else {
          after.add(term);
        }
      }
      var rest = outer.sources().stream().filter(s -> !mine.contains(s.alias())).toList();
      var settled = Determined.by(outerKeys(keys), rest, others, facts);
      boolean fits =
          same.isEmpty()
              && isLinked(keys, links)
              && rest.stream().allMatch(s -> settled.holds(s.alias()))
              && others.stream().noneMatch(t -> Scan.of(t).hasQuery())
              && after.stream().noneMatch(t -> Scan.of(t).hasQuery());
      return fits ? Optional.of(result(aliases, keys, after, rest)) : Optional.empty();
    }

    /** For each link the column of the outer copy of the inner table, and the outer column. */
    private List<Equality> keys(Map<String, String> aliases) {
      return correlated.links().stream()
          .map(l -> {
            var alias = aliases.getOrDefault(l.left().source(), "");
            return new Equality(new Expr.Column(alias, l.left().name()), l.right());
          })
          .toList();
    }

    private static List<Expr.Column> outerKeys(List<Equality> keys) {
      var columns = new ArrayList<Expr.Column>();
      keys.forEach(k -> columns.addAll(List.of(k.left(), k.right())));
      return columns;
    }

    private Set<Expr> inOuter(Map<String, String> aliases) {
      var terms = new HashSet<Expr>();
      for (var term : conditions) {
        var columns = columns(Scan.of(term).columns(), aliases);
        terms.add(normal(Replace.in(term, columns)));
      }
      return terms;
    }

    /** An equality is the same from both sides. */
    private static Expr normal(Expr term) {
      return term instanceof Expr.Binary b
              && b.operator().equals("=")
              && b.left().toString().compareTo(b.right().toString()) > 0
          ? b.turned()
          : term;
    }

    private static boolean isLink(Expr term, List<Equality> keys) {
      return keys.stream().anyMatch(k -> normal(k.expr()).equals(normal(term)));
    }

    /** Whether it is true or false for a partition as a whole: its key joined to another table. */
    private boolean bindsPartition(Expr term, List<Equality> keys, Set<String> mine) {
      return Equality.of(term)
          .flatMap(e -> e.facing(mine))
          .filter(e -> outerKeys(keys).contains(e.left()))
          .filter(e -> facts.groupAlike(e.left(), e.right()))
          .isPresent();
    }

    /** The outer query joins by the very link, or the outer column is that column itself. */
    private static boolean isLinked(List<Equality> keys, Set<Expr> links) {
      return keys.stream()
          .allMatch(k -> k.left().equals(k.right()) || links.contains(normal(k.expr())));
    }

    private SameTables result(
        Map<String, String> aliases,
        List<Equality> keys,
        List<Expr> after,
        List<From.Source> rest) {
      var partition = keys.stream().map(k -> (Expr) k.left()).distinct().toList();
      var notNull =
          keys.stream()
              .filter(k -> k.left().equals(k.right()) && !facts.neverNull(k.left()))
              .map(k -> (Expr) new Expr.IsNull(k.left(), true))
              .distinct()
              .toList();
      var needs = new ArrayList<String>();
      rest.forEach(s ->
          needs.add("A unique key of " + s.written() + " is equated to the partition's columns."));
      needs.add("Both read the same tables under the same conditions.");
      return new SameTables(aliases, partition, notNull, after, needs);
    }
  }
}
