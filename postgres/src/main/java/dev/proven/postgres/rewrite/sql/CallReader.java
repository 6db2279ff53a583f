package dev.proven.postgres.rewrite.sql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import net.sf.jsqlparser.expression.AnalyticExpression;
import net.sf.jsqlparser.expression.AnalyticType;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.WindowDefinition;
import net.sf.jsqlparser.statement.select.AllColumns;
import net.sf.jsqlparser.statement.select.AllTableColumns;
import net.sf.jsqlparser.statement.select.OrderByElement;
import net.sf.jsqlparser.statement.select.Select;
import org.jspecify.annotations.Nullable;

/** Reads functions, aggregates and windows. */
final class CallReader {
  /** They look like functions of an array and are comparisons with each of its elements. */
  private static final Set<String> QUANTIFIERS = Set.of("any", "some", "all");

  private final ExprReader exprs;

  CallReader(ExprReader exprs) {
    this.exprs = exprs;
  }

  Expr read(Expression e, Scope scope) throws NotUnderstood, SQLException {
    return switch (e) {
      case Function f -> function(f, scope);
      case AnalyticExpression a -> analytic(a, scope);
      default -> throw ExprReader.unknown(e);
    };
  }

  private Expr function(Function f, Scope scope) throws NotUnderstood, SQLException {
    var name = name(f.getName());
    if (isOdd(f) || QUANTIFIERS.contains(name)) {
      throw ExprReader.unknown(f);
    }
    if (f.getNamedParameters() != null) {
      return named(name, f, scope);
    }
    var arguments = arguments(f.getParameters(), scope);
    var order = f.getOrderByElements();
    return new Expr.Call(
        name, f.isDistinct(), arguments, order == null ? List.of() : orders(order, scope), null);
  }

  /** The {@code any(array)} that something is compared with, empty where it is something else. */
  static Optional<Function> quantified(Expression e) {
    return e instanceof Function f
            && QUANTIFIERS.contains(name(f.getName()))
            && f.getParameters() != null
            && f.getParameters().size() == 1
            && !(f.getParameters().getFirst() instanceof Select)
        ? Optional.of(f)
        : Optional.empty();
  }

  private static boolean isOdd(Function f) {
    return f.getNullHandling() != null
        || f.isIgnoreNullsOutside()
        || f.getLimit() != null
        || f.getHavingClause() != null
        || f.isUnique()
        || f.getChainedParameters() != null
        || f.isEscaped()
        || f.getAttribute() != null
        || f.getKeep() != null
        || f.getExtraKeyword() != null
        || (f.getKeywordArguments() != null && !f.getKeywordArguments().isEmpty())
        || f.getOnOverflowTruncate() != null
        || (f.getMultipartName().size() > 1
            && !f.getMultipartName().getFirst().equalsIgnoreCase("pg_catalog"));
  }

  private static String name(String written) {
    var bare =
        written.toLowerCase(Locale.ROOT).startsWith("pg_catalog.")
            ? written.substring("pg_catalog.".length())
            : written;
    return bare.startsWith("\"") ? bare : bare.toLowerCase(Locale.ROOT);
  }

  /** {@code substring(a FROM 1 FOR 2)} and its like. */
  private Expr named(String name, Function f, Scope scope) throws NotUnderstood, SQLException {
    var parameters = f.getNamedParameters();
    var names = parameters.getNames();
    var pieces = new ArrayList<String>();
    for (int i = 0; i < parameters.size(); i++) {
      var word = names.get(i).strip();
      pieces.add(i == 0 ? name + "(" + (word.isEmpty() ? "" : word + " ") : " " + word + " ");
    }
    pieces.add(")");
    return new Expr.Shape(pieces, exprs.all(parameters, scope));
  }

  private List<Expr> arguments(@Nullable Iterable<? extends Expression> written, Scope scope)
      throws NotUnderstood, SQLException {
    var arguments = new ArrayList<Expr>();
    if (written != null) {
      for (var argument : written) {
        arguments.add(argument(argument, scope));
      }
    }
    return arguments;
  }

  /** A SELECT without brackets of its own is ARRAY(SELECT ...) and the like. */
  private Expr argument(Expression argument, Scope scope) throws NotUnderstood, SQLException {
    if (argument instanceof AllTableColumns || (argument instanceof Select s && !isBracketed(s))) {
      throw ExprReader.unknown(argument);
    }
    return argument instanceof AllColumns ? new Expr.Star("") : exprs.read(argument, scope);
  }

  private static boolean isBracketed(Select s) {
    return s instanceof net.sf.jsqlparser.statement.select.ParenthesedSelect;
  }

  private Expr analytic(AnalyticExpression a, Scope scope) throws NotUnderstood, SQLException {
    if (isOdd(a)) {
      throw ExprReader.unknown(a);
    }
    var arguments = new ArrayList<Expr>();
    if (a.isAllColumns()) {
      arguments.add(new Expr.Star(""));
    } else if (a.getExpression() != null) {
      arguments.add(argument(a.getExpression(), scope));
    }
    for (var further : new Expression[] {a.getOffset(), a.getDefaultValue()}) {
      if (further != null) {
        arguments.add(exprs.read(further, scope));
      }
    }
    var filter = a.getFilterExpression();
    var call =
        new Expr.Call(
            name(a.getName()),
            a.isDistinct(),
            arguments,
            List.of(),
            filter == null ? null : exprs.read(filter, scope));
    return a.getType() == AnalyticType.FILTER_ONLY ? call : window(a, call, scope);
  }

  private static boolean isOdd(AnalyticExpression a) {
    return a.getKeep() != null
        || a.isIgnoreNulls()
        || a.isIgnoreNullsOutside()
        || a.isUnique()
        || a.getNullHandling() != null
        || a.getHavingClause() != null
        || a.getLimit() != null
        || a.getOnOverflowTruncate() != null
        || (a.getKeywordArguments() != null && !a.getKeywordArguments().isEmpty())
        || (a.getFuncOrderBy() != null && !a.getFuncOrderBy().isEmpty())
        || (a.getType() != AnalyticType.OVER && a.getType() != AnalyticType.FILTER_ONLY);
  }

  private Expr window(AnalyticExpression a, Expr.Call call, Scope scope)
      throws NotUnderstood, SQLException {
    var window = a.getWindowName() == null ? a.getWindowDefinition() : definition(a, scope);
    if (a.getWindowName() == null && window.getWindowName() != null) {
      throw ExprReader.unknown(a);
    }
    net.sf.jsqlparser.expression.operators.relational.ExpressionList<?> partition =
        window.getPartitionExpressionList();
    var element = window.getWindowElement();
    var order = window.getOrderByElements();
    return new Expr.Window(
        call,
        exprs.all(partition, scope),
        order == null ? List.of() : orders(order, scope),
        element == null ? "" : element.toString().strip());
  }

  private static WindowDefinition definition(AnalyticExpression a, Scope scope)
      throws NotUnderstood {
    var select = scope.select();
    if (select.isPresent() && select.get().getWindowDefinitions() != null) {
      for (var window : select.get().getWindowDefinitions()) {
        if (a.getWindowName().equalsIgnoreCase(window.getWindowName())) {
          return window;
        }
      }
    }
    throw ExprReader.unknown(a);
  }

  List<Query.Order> orders(List<OrderByElement> elements, Scope scope)
      throws NotUnderstood, SQLException {
    var orders = new ArrayList<Query.Order>();
    for (var element : elements) {
      orders.add(new Query.Order(exprs.read(element.getExpression(), scope), ending(element)));
    }
    return orders;
  }

  static String ending(OrderByElement element) throws NotUnderstood {
    if (element.isMysqlWithRollup() || element.getWithFill() != null) {
      throw ExprReader.unknown(element);
    }
    var direction = element.isAsc() ? "" : "DESC";
    var nulls =
        element.getNullOrdering() == null ? "" : element.getNullOrdering().name().replace('_', ' ');
    return (direction + " " + nulls).strip();
  }
}
