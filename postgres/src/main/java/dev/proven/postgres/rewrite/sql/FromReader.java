package dev.proven.postgres.rewrite.sql;

import dev.proven.postgres.rewrite.catalog.Catalog;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.sf.jsqlparser.expression.Alias;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.select.FromItem;
import net.sf.jsqlparser.statement.select.Join;
import net.sf.jsqlparser.statement.select.LateralSubSelect;
import net.sf.jsqlparser.statement.select.ParenthesedFromItem;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.TableFunction;
import org.jspecify.annotations.Nullable;

/** Reads what stands behind FROM, and gives every source an alias that no other has. */
final class FromReader {
  /** Functions whose one column has the alias for its name. */
  private static final Set<String> ONE_COLUMN = Set.of("generate_series", "unnest");

  private final QueryReader queries;
  private final ExprReader exprs;
  private final Catalog catalog;
  private final Set<String> aliases = new HashSet<>();

  FromReader(QueryReader queries, ExprReader exprs, Catalog catalog) {
    this.queries = queries;
    this.exprs = exprs;
    this.catalog = catalog;
  }

  /** Reads the sources of a block and puts them into its scope. */
  List<From> read(PlainSelect p, Scope scope) throws NotUnderstood, SQLException {
    var all = new ArrayList<From>();
    if (p.getFromItem() != null) {
      all.add(item(p.getFromItem(), scope));
      join(all, p.getJoins(), scope);
    }
    return all;
  }

  private void join(List<From> all, @Nullable List<Join> joins, Scope scope)
      throws NotUnderstood, SQLException {
    for (var join : joins == null ? List.<Join>of() : joins) {
      if (isOdd(join)) {
        throw ExprReader.unknown(join);
      }
      if (join.isSimple()) {
        all.add(item(join.getFromItem(), scope));
      } else {
        all.add(joined(all.removeLast(), join, scope));
      }
    }
  }

  private static boolean isOdd(Join join) {
    return join.isAsOf()
        || join.isStraight()
        || join.isApply()
        || join.isFetch()
        || join.isSemi()
        || join.isAny()
        || join.isAll()
        || join.isNatural()
        || join.isGlobal()
        || join.isArray()
        || join.isWindowJoin()
        || join.getJoinHint() != null
        || join.getOnExpressions().size() > 1
        || (join.isOuter() && join.isSimple());
  }

  private From joined(From left, Join join, Scope scope) throws NotUnderstood, SQLException {
    var right = item(join.getFromItem(), scope);
    var kind = kind(join);
    var using = join.getUsingColumns();
    var on = new ArrayList<Expr>();
    if (using != null) {
      for (var column : using) {
        on.add(using(left, right, kind, Identifier.meaning(column.getColumnName()), scope));
      }
    }
    for (var condition : join.getOnExpressions()) {
      on.addAll(exprs.terms(condition, scope));
    }
    return new From.Joined(kind, left, right, on);
  }

  private static From.Kind kind(Join join) {
    if (join.isLeft()) {
      return From.Kind.LEFT;
    }
    if (join.isRight()) {
      return From.Kind.RIGHT;
    }
    if (join.isFull()) {
      return From.Kind.FULL;
    }
    return join.isCross() ? From.Kind.CROSS : From.Kind.INNER;
  }

  private static Expr using(From left, From right, From.Kind kind, String name, Scope scope)
      throws NotUnderstood {
    var a = holder(left, name);
    var b = holder(right, name);
    if (kind == From.Kind.FULL) {
      throw new NotUnderstood("joins FULL with USING");
    }
    scope.merge(name, kind == From.Kind.RIGHT ? b : a);
    return new Expr.Binary("=", a, b);
  }

  private static Expr.Column holder(From from, String name) throws NotUnderstood {
    var holders =
        From.sources(from)
            .filter(s -> Labels.columns(s).map(c -> c.contains(name)).orElse(true))
            .toList();
    if (holders.size() != 1) {
      throw new NotUnderstood("joins by USING (" + name + "), and it is not clear of what");
    }
    return new Expr.Column(holders.getFirst().alias(), name);
  }

  private From item(FromItem item, Scope scope) throws NotUnderstood, SQLException {
    if (item.getPivot() != null || item.getUnPivot() != null || item.getSampleClause() != null) {
      throw ExprReader.unknown(item);
    }
    return switch (item) {
      case Table t -> add(table(t, scope), scope);
      case LateralSubSelect s -> add(derived(s, scope.inner(), true, scope), scope);
      case ParenthesedSelect s -> add(derived(s, scope.besideSources(), false, scope), scope);
      case ParenthesedFromItem p when p.getAlias() == null -> {
        var all = new ArrayList<From>(List.of(item(p.getFromItem(), scope)));
        join(all, p.getJoins(), scope);
        if (all.size() > 1) {
          throw ExprReader.unknown(p);
        }
        yield all.getFirst();
      }
      case TableFunction f -> add(function(f, scope), scope);
      default -> throw ExprReader.unknown(item);
    };
  }

  private static From.Source add(From.Source source, Scope scope) {
    scope.add(source);
    return source;
  }

  private From.Source table(Table t, Scope scope) throws NotUnderstood, SQLException {
    if (t.getIndexHint() != null
        || t.getSqlServerHints() != null
        || t.getTimeTravel() != null
        || t.getTimeTravelStrAfterAlias() != null
        || t.getNameParts().size() > 2
        || t.getName().equalsIgnoreCase("only")) {
      throw ExprReader.unknown(t);
    }
    var schema = t.getSchemaName() == null ? null : Identifier.meaning(t.getSchemaName());
    var name = Identifier.meaning(t.getName());
    var written = written(t.getAlias(), name);
    if (t.getAlias() != null && t.getAlias().getAliasColumns() != null) {
      throw new NotUnderstood("renames the columns of " + name);
    }
    var cte = schema == null ? scope.named(name) : java.util.Optional.<Query.Cte>empty();
    if (cte.isPresent()) {
      return new From.Named(cte.get(), unique(written), written);
    }
    var relation =
        catalog
            .relation(schema, name)
            .orElseThrow(() -> new NotUnderstood("reads " + name + ", which is no table or view"));
    return new From.Table(relation, schema, unique(written), written);
  }

  private static String written(@Nullable Alias alias, String otherwise) {
    return alias == null ? otherwise : Identifier.meaning(alias.getName());
  }

  private String unique(String wanted) {
    var alias = wanted;
    for (int i = 2; !aliases.add(alias); i++) {
      alias = wanted + "_" + i;
    }
    return alias;
  }

  private From.Source derived(ParenthesedSelect s, Scope sees, boolean lateral, Scope scope)
      throws NotUnderstood, SQLException {
    if (QueryOddities.of(s) || s.getOrderByElements() != null || s.getLimit() != null) {
      throw ExprReader.unknown(s);
    }
    var written = written(s.getAlias(), "unnamed");
    var query = queries.query(s.getSelect(), sees);
    if (scope.sources().stream().anyMatch(x -> x.written().equals(written))) {
      throw new NotUnderstood("has two sources of the name " + written);
    }
    return new From.Derived(query, unique(written), written, columns(s.getAlias()), lateral);
  }

  private static List<String> columns(@Nullable Alias alias) throws NotUnderstood {
    var names = new ArrayList<String>();
    if (alias != null && alias.getAliasColumns() != null) {
      for (var column : alias.getAliasColumns()) {
        if (column.colDataType != null) {
          throw ExprReader.unknown(alias);
        }
        names.add(Identifier.meaning(column.name));
      }
    }
    return names;
  }

  private From.Source function(TableFunction f, Scope scope) throws NotUnderstood, SQLException {
    if (f.isRowsFrom() || f.getWithClause() != null || f.getPrefix() != null) {
      throw ExprReader.unknown(f);
    }
    var call = exprs.read(f.getFunction(), scope);
    if (!(call instanceof Expr.Call named)) {
      throw ExprReader.unknown(f);
    }
    var written = written(f.getAlias(), named.name());
    var columns = columns(f.getAlias());
    boolean one = columns.isEmpty() && ONE_COLUMN.contains(named.name());
    return new From.Function(call, unique(written), written, one ? List.of(written) : columns);
  }
}
