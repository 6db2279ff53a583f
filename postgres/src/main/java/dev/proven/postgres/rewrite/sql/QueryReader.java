package dev.proven.postgres.rewrite.sql;

import dev.proven.postgres.rewrite.catalog.Catalog;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.AllColumns;
import net.sf.jsqlparser.statement.select.AllTableColumns;
import net.sf.jsqlparser.statement.select.OrderByElement;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.select.SelectItem;
import net.sf.jsqlparser.statement.select.SetOperationList;
import net.sf.jsqlparser.statement.select.Values;
import net.sf.jsqlparser.statement.select.WithItem;
import org.jspecify.annotations.Nullable;

/** Reads the parser's queries. */
final class QueryReader {
  private static final Set<String> PLAIN_FETCH = Set.of("ROW", "ROWS", "ONLY");

  private final ExprReader exprs;
  private final FromReader froms;
  private int blocks;

  QueryReader(Catalog catalog) {
    this.exprs = new ExprReader(this);
    this.froms = new FromReader(this, exprs, catalog);
  }

  Query subquery(ParenthesedSelect s, Scope scope) throws NotUnderstood, SQLException {
    if (s.getAlias() != null) {
      throw ExprReader.unknown(s);
    }
    return query(s, scope);
  }

  /** A query that sees what is in the scope around it. */
  Query query(Select select, Scope outside) throws NotUnderstood, SQLException {
    if (QueryOddities.of(select)) {
      throw ExprReader.unknown(select);
    }
    var with = select.getWithItemsList();
    if (with == null || with.isEmpty()) {
      return body(select, outside);
    }
    var scope = outside.inner();
    var ctes = new ArrayList<Query.Cte>();
    for (var item : with) {
      var cte = cte(item, scope);
      ctes.add(cte);
      scope.name(cte);
    }
    return new Query.With(with.getFirst().isRecursive(), ctes, body(select, scope));
  }

  private Query.Cte cte(WithItem<?> item, Scope scope) throws NotUnderstood, SQLException {
    if (item.getSearchClause() != null
        || item.getCycleClause() != null
        || item.getWithFunctionDeclaration() != null
        || !(item.getParenthesedStatement() instanceof ParenthesedSelect select)) {
      throw ExprReader.unknown(item);
    }
    var columns = new ArrayList<String>();
    if (item.getWithItemList() != null) {
      for (var column : item.getWithItemList()) {
        columns.add(Identifier.meaning(column.toString()));
      }
    }
    var materialized = item.isMaterialized() ? (Boolean) !item.isUsingNot() : null;
    var name = Identifier.meaning(item.getAliasName());
    return new Query.Cte(name, columns, query(select.getSelect(), scope), materialized);
  }

  private Query body(Select select, Scope scope) throws NotUnderstood, SQLException {
    return switch (select) {
      case PlainSelect p -> block(p, scope.inner());
      case SetOperationList s -> setOperation(s, scope);
      case Values v -> values(v, scope);
      case ParenthesedSelect p
          when p.getOrderByElements() == null
              && p.getLimit() == null
              && p.getOffset() == null
              && p.getFetch() == null ->
          query(p.getSelect(), scope);
      default -> throw ExprReader.unknown(select);
    };
  }

  private Query values(Values v, Scope scope) throws NotUnderstood, SQLException {
    if (!bounds(v, List.of(), scope).isNone()) {
      throw ExprReader.unknown(v);
    }
    var rows = new ArrayList<Expr.Row>();
    for (Expression row : v.getExpressions()) {
      rows.add(
          row instanceof ParenthesedExpressionList<?> list
              ? new Expr.Row(exprs.list(list, scope))
              : new Expr.Row(List.of(exprs.read(row, scope))));
    }
    return new Query.Values(rows);
  }

  private Query setOperation(SetOperationList s, Scope scope) throws NotUnderstood, SQLException {
    var operands = new ArrayList<Query>();
    for (var select : s.getSelects()) {
      operands.add(query(select, scope));
    }
    var operators = new ArrayList<String>();
    for (var operation : s.getOperations()) {
      operators.add(operator(operation.toString()));
    }
    return SetOperations.of(operands, operators, outputBounds(s, operands.getFirst(), scope));
  }

  private static String operator(String written) throws NotUnderstood {
    var words = written.strip().toUpperCase(Locale.ROOT).replaceAll(" +", " ");
    return switch (words) {
      case "UNION", "UNION ALL", "INTERSECT", "INTERSECT ALL", "EXCEPT", "EXCEPT ALL" -> words;
      case "UNION DISTINCT", "INTERSECT DISTINCT", "EXCEPT DISTINCT" ->
          words.replace(" DISTINCT", "");
      default -> throw new NotUnderstood("holds " + written);
    };
  }

  private Query.Bounds outputBounds(Select s, Query first, Scope scope)
      throws NotUnderstood, SQLException {
    var names = Labels.columns(first).orElse(List.of());
    var order = new ArrayList<Query.Order>();
    if (s.getOrderByElements() != null) {
      for (var element : s.getOrderByElements()) {
        var name = output(element, names);
        order.add(
            new Query.Order(
                name == null ? exprs.read(element.getExpression(), scope) : name,
                CallReader.ending(element)));
      }
    }
    return bounds(s, order, scope);
  }

  private Query.Bounds bounds(Select s, List<Query.Order> order, Scope scope)
      throws NotUnderstood, SQLException {
    var limit = s.getLimit();
    var fetch = s.getFetch();
    if ((fetch != null && !PLAIN_FETCH.containsAll(fetch.getFetchParameters()))
        || (limit != null && limit.getByExpressions() != null)
        || (limit != null && limit.getOffset() != null)) {
      throw ExprReader.unknown(s);
    }
    Expression rows = limit == null ? null : limit.getRowCount();
    rows = fetch == null ? rows : fetch.getExpression();
    Expression skipped = s.getOffset() == null ? null : s.getOffset().getOffset();
    return new Query.Bounds(
        order,
        rows == null ? null : exprs.read(rows, scope),
        skipped == null ? null : exprs.read(skipped, scope));
  }

  private Query block(PlainSelect p, Scope scope) throws NotUnderstood, SQLException {
    scope.select(p);
    int id = blocks++;
    var from = froms.read(p, scope);
    var items = items(p, scope);
    var names = items.stream().flatMap(i -> Labels.of(i).stream()).distinct().toList();
    var distinct = p.getDistinct();
    boolean on = distinct != null && distinct.getOnSelectItems() != null;
    var keys = new ArrayList<Expr>();
    if (on) {
      for (SelectItem<?> key : distinct.getOnSelectItems()) {
        keys.add(named(key.getExpression(), names, scope));
      }
    }
    return new Query.Block(
        id,
        distinct != null && !on,
        keys,
        items,
        from,
        exprs.terms(p.getWhere(), scope),
        groupBy(p, names, scope),
        exprs.terms(p.getHaving(), scope),
        bounds(p, order(p, names, scope), scope));
  }

  private List<Query.Item> items(PlainSelect p, Scope scope) throws NotUnderstood, SQLException {
    var items = new ArrayList<Query.Item>();
    for (SelectItem<?> item : p.getSelectItems()) {
      switch (item.getExpression()) {
        case AllTableColumns t when isPlain(t) ->
            items.add(star(scope.source(Identifier.meaning(t.getTable().getName()))));
        case AllColumns a when isPlain(a) && !scope.merges() ->
            scope.sources().forEach(s -> items.add(star(s)));
        case AllColumns a -> throw ExprReader.unknown(a);
        default -> {
          var alias = item.getAlias();
          if (alias != null && alias.getAliasColumns() != null) {
            throw ExprReader.unknown(item);
          }
          items.add(
              new Query.Item(
                  exprs.read(item.getExpression(), scope),
                  alias == null ? null : Identifier.meaning(alias.getName())));
        }
      }
    }
    return items;
  }

  private static Query.Item star(From.Source source) {
    return new Query.Item(new Expr.Star(source.alias()), null);
  }

  private static boolean isPlain(AllColumns a) {
    return (a.getExceptColumns() == null || a.getExceptColumns().isEmpty())
        && (a.getReplaceExpressions() == null || a.getReplaceExpressions().isEmpty());
  }

  /** A bare name in GROUP BY is a column first, and only then one of the answer. */
  private List<Expr> groupBy(PlainSelect p, List<String> names, Scope scope)
      throws NotUnderstood, SQLException {
    var group = p.getGroupBy();
    if (group == null) {
      return List.of();
    }
    if ((group.getGroupingSets() != null && !group.getGroupingSets().isEmpty())
        || group.isMysqlWithRollup()) {
      throw ExprReader.unknown(group);
    }
    var keys = new ArrayList<Expr>();
    for (Object key : group.getGroupByExpressionList()) {
      var expression = (Expression) key;
      var bare = bare(expression);
      keys.add(
          bare != null && !scope.holds(bare) && names.contains(bare)
              ? new Expr.Output(bare)
              : exprs.read(expression, scope));
    }
    return keys;
  }

  private List<Query.Order> order(PlainSelect p, List<String> names, Scope scope)
      throws NotUnderstood, SQLException {
    var order = new ArrayList<Query.Order>();
    if (p.getOrderByElements() != null) {
      for (var element : p.getOrderByElements()) {
        var key = named(element.getExpression(), names, scope);
        order.add(new Query.Order(key, CallReader.ending(element)));
      }
    }
    return order;
  }

  /** A bare name in ORDER BY is a column of the answer first. */
  private Expr named(Expression expression, List<String> names, Scope scope)
      throws NotUnderstood, SQLException {
    var bare = bare(expression);
    return bare != null && names.contains(bare)
        ? new Expr.Output(bare)
        : exprs.read(expression, scope);
  }

  private static @Nullable Expr output(OrderByElement element, List<String> names) {
    var bare = bare(element.getExpression());
    return bare != null && names.contains(bare) ? new Expr.Output(bare) : null;
  }

  private static @Nullable String bare(Expression expression) {
    return expression instanceof Column c && c.getTable() == null
        ? Identifier.meaning(c.getColumnName())
        : null;
  }
}
