package dev.proven.postgres.rewrite.rule;

import dev.proven.postgres.rewrite.sql.Expr;
import dev.proven.postgres.rewrite.sql.From;
import dev.proven.postgres.rewrite.sql.Scan;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Sources parted into those that conditions bind together. */
final class Components {
  /**
   * Sources that hang together.
   *
   * @param terms all conditions that look at one of them
   */
  record Group(List<From.Source> sources, List<Expr> terms) {
    boolean holds(Set<String> aliases) {
      return sources.stream().anyMatch(s -> aliases.contains(s.alias()));
    }
  }

  private Components() {}

  static List<Group> of(List<From.Source> sources, List<Expr> terms) {
    var groups = new ArrayList<Group>();
    sources.forEach(s -> groups.add(new Group(new ArrayList<>(List.of(s)), new ArrayList<>())));
    for (var term : terms) {
      var aliases = new LinkedHashSet<String>();
      Scan.of(term).columns().forEach(c -> aliases.add(c.source()));
      var touched = groups.stream().filter(g -> g.holds(aliases)).toList();
      var first = touched.getFirst();
      for (var other : touched.subList(1, touched.size())) {
        first.sources().addAll(other.sources());
        first.terms().addAll(other.terms());
        groups.remove(other);
      }
      first.terms().add(term);
    }
    return groups;
  }
}
