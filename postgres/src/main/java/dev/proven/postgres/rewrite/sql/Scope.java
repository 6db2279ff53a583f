package dev.proven.postgres.rewrite.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.sf.jsqlparser.statement.select.PlainSelect;
import org.jspecify.annotations.Nullable;

/** What can be seen from a place in a statement: sources, names of queries, and what is outside. */
final class Scope {
  /** Of all tables; what a statement does with them depends on where rows happen to lie. */
  private static final Set<String> SYSTEM_COLUMNS =
      Set.of("ctid", "xmin", "xmax", "cmin", "cmax", "tableoid");

  private final @Nullable Scope outer;
  private final List<From.Source> sources = new ArrayList<>();
  private final Map<String, Query.Cte> named = new HashMap<>();
  private final Map<String, Expr.Column> merged = new HashMap<>();
  private @Nullable PlainSelect select;

  private Scope(@Nullable Scope outer) {
    this.outer = outer;
  }

  static Scope top() {
    return new Scope(null);
  }

  Scope inner() {
    return new Scope(this);
  }

  /** The same without the sources of this scope: what a subquery in FROM sees. */
  Scope besideSources() {
    var beside = new Scope(outer);
    beside.named.putAll(named);
    return beside;
  }

  void add(From.Source source) {
    sources.add(source);
  }

  void name(Query.Cte cte) {
    named.put(cte.name(), cte);
  }

  /** From now on the bare name means that column: what USING does. */
  void merge(String name, Expr.Column column) {
    merged.put(name, column);
  }

  boolean merges() {
    return !merged.isEmpty();
  }

  List<From.Source> sources() {
    return sources;
  }

  /** The SELECT that is read here, for its WINDOW clause. */
  void select(PlainSelect s) {
    select = s;
  }

  Optional<PlainSelect> select() {
    return Optional.ofNullable(select);
  }

  Optional<Query.Cte> named(String name) {
    var cte = named.get(name);
    return cte == null && outer != null ? outer.named(name) : Optional.ofNullable(cte);
  }

  /** The source by the name that the text gives it. */
  From.Source source(String written) throws NotUnderstood {
    var found = sources.stream().filter(s -> s.written().equals(written)).toList();
    if (found.size() == 1) {
      return found.getFirst();
    }
    if (found.isEmpty() && outer != null) {
      return outer.source(written);
    }
    throw new NotUnderstood("says " + written + ", and it is not clear what that is");
  }

  Expr.Column column(@Nullable String written, String name) throws NotUnderstood {
    if (SYSTEM_COLUMNS.contains(name)) {
      throw new NotUnderstood("reads the system's column " + name);
    }
    return written == null ? bare(name) : of(source(written), name);
  }

  private static Expr.Column of(From.Source source, String name) throws NotUnderstood {
    var columns = Labels.columns(source);
    if (columns.isPresent() && !columns.get().contains(name)) {
      throw new NotUnderstood("reads " + source.written() + "." + name + ", which is no column");
    }
    return new Expr.Column(source.alias(), name);
  }

  private Expr.Column bare(String name) throws NotUnderstood {
    var shared = merged.get(name);
    if (shared != null) {
      return shared;
    }
    var holders = sources.stream().filter(s -> holds(s, name)).toList();
    if (holders.size() == 1) {
      return new Expr.Column(holders.getFirst().alias(), name);
    }
    boolean open = sources.stream().anyMatch(s -> Labels.columns(s).isEmpty());
    if (!holders.isEmpty() || open || outer == null) {
      throw new NotUnderstood("says " + name + ", and it is not clear of what");
    }
    return outer.bare(name);
  }

  /** Whether a bare name means a column of this very scope. */
  boolean holds(String name) {
    return merged.containsKey(name) || sources.stream().anyMatch(s -> holds(s, name));
  }

  private static boolean holds(From.Source source, String name) {
    return Labels.columns(source).map(c -> c.contains(name)).orElse(false);
  }
}
