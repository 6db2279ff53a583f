package dev.proven.postgres.rewrite.sql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import net.sf.jsqlparser.expression.AnyComparisonExpression;
import net.sf.jsqlparser.expression.ArrayConstructor;
import net.sf.jsqlparser.expression.ArrayExpression;
import net.sf.jsqlparser.expression.BinaryExpression;
import net.sf.jsqlparser.expression.BooleanValue;
import net.sf.jsqlparser.expression.CaseExpression;
import net.sf.jsqlparser.expression.CastExpression;
import net.sf.jsqlparser.expression.CollateExpression;
import net.sf.jsqlparser.expression.DateTimeLiteralExpression;
import net.sf.jsqlparser.expression.DoubleValue;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.ExtractExpression;
import net.sf.jsqlparser.expression.HexValue;
import net.sf.jsqlparser.expression.IntervalExpression;
import net.sf.jsqlparser.expression.JsonExpression;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.expression.NotExpression;
import net.sf.jsqlparser.expression.NullValue;
import net.sf.jsqlparser.expression.SignedExpression;
import net.sf.jsqlparser.expression.StringValue;
import net.sf.jsqlparser.expression.TimeKeyExpression;
import net.sf.jsqlparser.expression.TimezoneExpression;
import net.sf.jsqlparser.expression.TrimFunction;
import net.sf.jsqlparser.expression.operators.arithmetic.Addition;
import net.sf.jsqlparser.expression.operators.arithmetic.BitwiseAnd;
import net.sf.jsqlparser.expression.operators.arithmetic.BitwiseLeftShift;
import net.sf.jsqlparser.expression.operators.arithmetic.BitwiseOr;
import net.sf.jsqlparser.expression.operators.arithmetic.BitwiseRightShift;
import net.sf.jsqlparser.expression.operators.arithmetic.Concat;
import net.sf.jsqlparser.expression.operators.arithmetic.Division;
import net.sf.jsqlparser.expression.operators.arithmetic.Modulo;
import net.sf.jsqlparser.expression.operators.arithmetic.Multiplication;
import net.sf.jsqlparser.expression.operators.arithmetic.Subtraction;
import net.sf.jsqlparser.expression.operators.conditional.AndExpression;
import net.sf.jsqlparser.expression.operators.conditional.OrExpression;
import net.sf.jsqlparser.expression.operators.relational.Between;
import net.sf.jsqlparser.expression.operators.relational.ComparisonOperator;
import net.sf.jsqlparser.expression.operators.relational.ExistsExpression;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.expression.operators.relational.InExpression;
import net.sf.jsqlparser.expression.operators.relational.IsBooleanExpression;
import net.sf.jsqlparser.expression.operators.relational.IsDistinctExpression;
import net.sf.jsqlparser.expression.operators.relational.IsNullExpression;
import net.sf.jsqlparser.expression.operators.relational.IsUnknownExpression;
import net.sf.jsqlparser.expression.operators.relational.JsonOperator;
import net.sf.jsqlparser.expression.operators.relational.LikeExpression;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.expression.operators.relational.RegExpMatchOperator;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import org.jspecify.annotations.Nullable;

/** Reads the parser's expressions; refuses by name what is not known here. */
final class ExprReader {
  private static final Set<String> CLOCKS =
      Set.of("CURRENT_DATE", "CURRENT_TIMESTAMP", "LOCALTIMESTAMP", "CURRENT_TIME", "LOCALTIME");

  private static final Set<LikeExpression.KeyWord> LIKES =
      Set.of(LikeExpression.KeyWord.LIKE, LikeExpression.KeyWord.ILIKE);

  private static final int DEEPEST = 200;

  private final QueryReader queries;
  private final CallReader calls;
  private int depth;

  ExprReader(QueryReader queries) {
    this.queries = queries;
    this.calls = new CallReader(this);
  }

  static NotUnderstood unknown(Object node) {
    return new NotUnderstood(
        "holds " + node + ", which the rewriter does not know (" + kind(node) + ")");
  }

  private static String kind(Object node) {
    return node.getClass().getSimpleName();
  }

  List<Expr> all(@Nullable Iterable<? extends Expression> expressions, Scope scope)
      throws NotUnderstood, SQLException {
    var read = new ArrayList<Expr>();
    if (expressions != null) {
      for (var e : expressions) {
        read.add(read(e, scope));
      }
    }
    return read;
  }

  /** The terms of which all must hold, none where there is no condition. */
  List<Expr> terms(@Nullable Expression condition, Scope scope) throws NotUnderstood, SQLException {
    return condition == null ? List.of() : terms(read(condition, scope));
  }

  private static List<Expr> terms(Expr expr) {
    return expr instanceof Expr.And a ? a.terms() : List.of(expr);
  }

  /** What walks through the tree later goes as deep as this. */
  Expr read(Expression e, Scope scope) throws NotUnderstood, SQLException {
    if (depth == DEEPEST) {
      throw new NotUnderstood("is nested more than " + DEEPEST + " deep");
    }
    depth++;
    try {
      return one(e, scope);
    } finally {
      depth--;
    }
  }

  @SuppressWarnings("deprecation") // brackets come in two kinds, one of them an old one
  private Expr one(Expression e, Scope scope) throws NotUnderstood, SQLException {
    return switch (e) {
      case ParenthesedExpressionList<?> p ->
          p.size() == 1 ? read(p.getFirst(), scope) : new Expr.Row(all(p, scope));
      case ParenthesedSelect s -> new Expr.Scalar(queries.subquery(s, scope));
      case Column c -> column(c, scope);
      case LongValue _, DoubleValue _, StringValue _, NullValue _, BooleanValue _, HexValue _ ->
          new Expr.Literal(e.toString());
      case DateTimeLiteralExpression d -> new Expr.Literal(d.toString());
      case IntervalExpression i when i.getExpression() == null -> new Expr.Literal(i.toString());
      case TimeKeyExpression t -> clock(t);
      case SignedExpression s -> signed(s, scope);
      case AndExpression a -> new Expr.And(flat(a, scope, AndExpression.class));
      case OrExpression o -> new Expr.Or(flat(o, scope, OrExpression.class));
      case NotExpression n -> new Expr.Not(read(n.getExpression(), scope));
      case CastExpression c -> cast(c, scope);
      case ExtractExpression x ->
          new Expr.Extract(x.getName().toLowerCase(Locale.ROOT), read(x.getExpression(), scope));
      case CaseExpression c -> choice(c, scope);
      case InExpression in -> in(in, scope);
      case Between b -> between(b, scope);
      case ExistsExpression x -> exists(x, scope);
      case IsNullExpression i -> isNull(i, scope);
      case IsBooleanExpression i ->
          is(i.getLeftExpression(), i.isNot(), i.isTrue() ? "TRUE" : "FALSE", scope);
      case IsUnknownExpression i -> is(i.getLeftExpression(), i.isNot(), "UNKNOWN", scope);
      case CollateExpression c ->
          Expr.Shape.around("", read(c.getLeftExpression(), scope), " COLLATE " + c.getCollate());
      case TimezoneExpression t -> timezone(t, scope);
      case ArrayConstructor a when a.getDataType() == null && a.isArrayKeyword() ->
          array(all(a.getExpressions(), scope));
      case ArrayExpression a when a.getIndexExpression() != null ->
          new Expr.Shape(
              List.of("", "[", "]"),
              List.of(read(a.getObjExpression(), scope), read(a.getIndexExpression(), scope)));
      case TrimFunction t -> trim(t, scope);
      case JsonExpression j -> json(j, scope);
      case BinaryExpression b -> binary(b, scope);
      default -> calls.read(e, scope);
    };
  }

  /** The same for the whole transaction, so it is as good as a constant. */
  private static Expr clock(TimeKeyExpression t) throws NotUnderstood {
    var written = t.getStringValue().toUpperCase(Locale.ROOT);
    if (!CLOCKS.contains(written)) {
      throw unknown(t);
    }
    return new Expr.Literal(written);
  }

  /** A name in brackets such as {@code U&'..'} comes as a column and is none. */
  private static Expr column(Column c, Scope scope) throws NotUnderstood {
    if (c.getArrayConstructor() != null || c.getOldOracleJoinSyntax() != 0) {
      throw unknown(c);
    }
    var table = c.getTable();
    var written = table == null ? null : table.getName();
    var bare = c.getColumnName().toUpperCase(Locale.ROOT);
    if (table == null && CLOCKS.contains(bare)) {
      return new Expr.Literal(bare);
    }
    if (table != null && table.getCatalogName() != null) {
      throw unknown(c);
    }
    return scope.column(
        written == null ? null : Identifier.meaning(written),
        Identifier.meaning(c.getColumnName()));
  }

  private <B extends BinaryExpression> List<Expr> flat(B b, Scope scope, Class<B> kind)
      throws NotUnderstood, SQLException {
    var terms = new ArrayList<Expr>();
    Expression left = b;
    while (kind.isInstance(left)) {
      var same = kind.cast(left);
      terms.addFirst(read(same.getRightExpression(), scope));
      left = same.getLeftExpression();
    }
    terms.addFirst(read(left, scope));
    return opened(terms, kind.equals(AndExpression.class));
  }

  /** What stands in brackets of its own within terms of the same kind is one of them. */
  private static List<Expr> opened(List<Expr> terms, boolean and) {
    var open = new ArrayList<Expr>();
    for (var term : terms) {
      switch (term) {
        case Expr.And a when and -> open.addAll(a.terms());
        case Expr.Or o when !and -> open.addAll(o.terms());
        default -> open.add(term);
      }
    }
    return open;
  }

  private Expr signed(SignedExpression s, Scope scope) throws NotUnderstood, SQLException {
    var inner = read(s.getExpression(), scope);
    boolean number =
        s.getExpression() instanceof LongValue || s.getExpression() instanceof DoubleValue;
    return s.getSign() == '-' && number && inner instanceof Expr.Literal l
        ? new Expr.Literal("-" + l.text())
        : Expr.Shape.around(String.valueOf(s.getSign()) + " ", inner, "");
  }

  private Expr cast(CastExpression c, Scope scope) throws NotUnderstood, SQLException {
    if (c.getFormat() != null
        || (c.getColumnDefinitions() != null && !c.getColumnDefinitions().isEmpty())
        || (c.keyword != null && !c.keyword.equalsIgnoreCase("cast"))) {
      throw unknown(c);
    }
    return new Expr.Cast(read(c.getLeftExpression(), scope), c.getColDataType().toString());
  }

  private Expr choice(CaseExpression c, Scope scope) throws NotUnderstood, SQLException {
    var pieces = new ArrayList<String>();
    var holes = new ArrayList<Expr>();
    var before = "CASE ";
    if (c.getSwitchExpression() != null) {
      pieces.add(before);
      holes.add(read(c.getSwitchExpression(), scope));
      before = " ";
    }
    for (var when : c.getWhenClauses()) {
      pieces.add(before + "WHEN ");
      holes.add(read(when.getWhenExpression(), scope));
      pieces.add(" THEN ");
      holes.add(read(when.getThenExpression(), scope));
      before = " ";
    }
    if (c.getElseExpression() != null) {
      pieces.add(" ELSE ");
      holes.add(read(c.getElseExpression(), scope));
    }
    pieces.add(" END");
    return new Expr.Shape(pieces, holes);
  }

  private Expr in(InExpression in, Scope scope) throws NotUnderstood, SQLException {
    var operand = read(in.getLeftExpression(), scope);
    return switch (in.getRightExpression()) {
      case ParenthesedSelect s -> new Expr.InQuery(operand, queries.subquery(s, scope), in.isNot());
      case ParenthesedExpressionList<?> list ->
          new Expr.InList(operand, all(list, scope), in.isNot());
      default -> throw unknown(in);
    };
  }

  private Expr between(Between b, Scope scope) throws NotUnderstood, SQLException {
    if (b.isUsingSymmetric() || b.isUsingAsymmetric()) {
      throw unknown(b);
    }
    return new Expr.Between(
        read(b.getLeftExpression(), scope),
        read(b.getBetweenExpressionStart(), scope),
        read(b.getBetweenExpressionEnd(), scope),
        b.isNot());
  }

  private Expr exists(ExistsExpression x, Scope scope) throws NotUnderstood, SQLException {
    if (!(x.getRightExpression() instanceof ParenthesedSelect s)) {
      throw unknown(x);
    }
    var exists = new Expr.Exists(queries.subquery(s, scope));
    return x.isNot() ? new Expr.Not(exists) : exists;
  }

  private Expr isNull(IsNullExpression i, Scope scope) throws NotUnderstood, SQLException {
    boolean negated = i.isNot() || i.isUseNotNull();
    return new Expr.IsNull(read(i.getLeftExpression(), scope), negated);
  }

  private Expr is(Expression operand, boolean negated, String what, Scope scope)
      throws NotUnderstood, SQLException {
    var words = (negated ? " IS NOT " : " IS ") + what;
    return Expr.Shape.around("", read(operand, scope), words);
  }

  private Expr timezone(TimezoneExpression t, Scope scope) throws NotUnderstood, SQLException {
    var read = read(t.getLeftExpression(), scope);
    for (var zone : t.getTimezoneExpressions()) {
      read = new Expr.Shape(List.of("", " AT TIME ZONE ", ""), List.of(read, read(zone, scope)));
    }
    return read;
  }

  private static Expr array(List<Expr> elements) {
    var pieces = new ArrayList<String>();
    pieces.add("ARRAY[");
    for (int i = 1; i < elements.size(); i++) {
      pieces.add(", ");
    }
    if (elements.isEmpty()) {
      return new Expr.Shape(List.of("ARRAY[]"), List.of());
    }
    pieces.add("]");
    return new Expr.Shape(pieces, elements);
  }

  private Expr trim(TrimFunction t, Scope scope) throws NotUnderstood, SQLException {
    var how = t.getTrimSpecification() == null ? "" : t.getTrimSpecification() + " ";
    if (t.getFromExpression() == null) {
      return Expr.Shape.around("trim(" + how, read(t.getExpression(), scope), ")");
    }
    var link = t.isUsingFromKeyword() ? " FROM " : ", ";
    return t.getExpression() == null
        ? Expr.Shape.around("trim(" + how + "FROM ", read(t.getFromExpression(), scope), ")")
        : new Expr.Shape(
            List.of("trim(" + how, link, ")"),
            List.of(read(t.getExpression(), scope), read(t.getFromExpression(), scope)));
  }

  private Expr json(JsonExpression j, Scope scope) throws NotUnderstood, SQLException {
    var read = read(j.getExpression(), scope);
    for (var step : j.getIdentList()) {
      read = new Expr.Binary(step.getValue(), read, read(step.getKey(), scope));
    }
    return read;
  }

  private Expr binary(BinaryExpression b, Scope scope) throws NotUnderstood, SQLException {
    var left = read(b.getLeftExpression(), scope);
    if (b.getRightExpression() instanceof AnyComparisonExpression any) {
      var operator = operator(b) + " " + any.getAnyType();
      return new Expr.Quantified(left, operator, queries.query(any.getSelect(), scope));
    }
    var elements = CallReader.quantified(b.getRightExpression());
    if (elements.isPresent()) {
      var function = elements.get();
      return new Expr.Shape(
          List.of("", " " + operator(b) + " " + function.getName() + "(", ")"),
          List.of(left, read((Expression) function.getParameters().getFirst(), scope)));
    }
    var right = read(b.getRightExpression(), scope);
    return switch (b) {
      case LikeExpression l -> like(l, left, right, scope);
      case IsDistinctExpression d ->
          new Expr.Binary(d.isNot() ? "IS NOT DISTINCT FROM" : "IS DISTINCT FROM", left, right);
      default -> new Expr.Binary(operator(b), left, right);
    };
  }

  private Expr like(LikeExpression l, Expr left, Expr right, Scope scope)
      throws NotUnderstood, SQLException {
    if (l.isUseBinary() || !LIKES.contains(l.getLikeKeyWord())) {
      throw unknown(l);
    }
    var operator = (l.isNot() ? "NOT " : "") + l.getLikeKeyWord();
    return l.getEscape() == null
        ? new Expr.Binary(operator, left, right)
        : new Expr.Shape(
            List.of("", " " + operator + " ", " ESCAPE ", ""),
            List.of(left, right, read(l.getEscape(), scope)));
  }

  private static String operator(BinaryExpression b) throws NotUnderstood {
    return switch (b) {
      case Addition _,
          Subtraction _,
          Multiplication _,
          Division _,
          Modulo _,
          Concat _,
          BitwiseAnd _,
          BitwiseOr _,
          BitwiseLeftShift _,
          BitwiseRightShift _,
          JsonOperator _,
          RegExpMatchOperator _ ->
          b.getStringExpression().strip();
      case ComparisonOperator c when c.getOldOracleJoinSyntax() == 0 ->
          c.getStringExpression().strip().replace("!=", "<>").replace("^=", "<>");
      default -> throw unknown(b);
    };
  }

  List<Expr> list(@Nullable ExpressionList<?> list, Scope scope)
      throws NotUnderstood, SQLException {
    return all(list, scope);
  }

  QueryReader queries() {
    return queries;
  }
}
