package dev.proven.postgres.rewrite.rule;

import dev.proven.postgres.rewrite.catalog.ColumnFacts;
import dev.proven.postgres.rewrite.sql.Expr;
import dev.proven.postgres.rewrite.sql.Query;
import dev.proven.postgres.rewrite.sql.Replace;
import dev.proven.postgres.rewrite.sql.Scan;
import dev.proven.postgres.rewrite.sql.Writer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A column that is added to, cast or filled before it is compared, compared as it is: an integer
 * plus a constant or beside a decimal, an integer or uuid as text, a coalesce.
 */
public final class BareColumn implements Rule {
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,9}");
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,9}\\.[0-9]{1,9}");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,9}(\\.[0-9]{1,9})?");
  private static final Pattern CANONICAL = Pattern.compile("'(0|-?[1-9][0-9]{0,8})'");
  private static final Pattern UUID =
      Pattern.compile("'[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'");
  private static final Pattern TEXT = Pattern.compile("'([^'\\\\]|'')*'");

  private static final String PROOF =
      "A term of a WHERE keeps a row only where it is true, and both are true for the same values of"
          + " the column, NULL among them.";

  @Override
  public String id() {
    return "bare-column";
  }

  @Override
  public boolean canBeEstimated() {
    return false;
  }

  @Override
  public boolean opensIndexes() {
    return true;
  }

  @Override
  public List<Rewritten> rewrite(Query root, Facts facts) {
    var found = new ArrayList<Rewritten>();
    for (var block : Scan.of(root).blocks()) {
      var changes = new HashMap<Expr, Expr>();
      for (var term : block.where()) {
        if (term instanceof Expr.Binary b && b.compares()) {
          var facing = b.left() instanceof Expr.Literal ? b.turned() : b;
          other(facing, facts).ifPresent(o -> changes.put(term, o));
        }
      }
      if (!changes.isEmpty()) {
        found.add(say(root, block, changes));
      }
    }
    return found;
  }

  private static Optional<Expr> other(Expr.Binary b, Facts facts) {
    if (!(b.right() instanceof Expr.Literal constant)) {
      return Optional.empty();
    }
    return switch (b.left()) {
      case Expr.Column c -> whole(b.operator(), c, constant, facts);
      case Expr.Binary sum -> moved(b.operator(), sum, constant, facts);
      case Expr.Cast cast -> uncast(b.operator(), cast, constant, facts);
      case Expr.Call call when call.name().equals("coalesce") && call.arguments().size() == 2 ->
          unfilled(b.operator(), call, constant, facts);
      default -> Optional.empty();
    };
  }

  /** An integer compared with a decimal becomes a numeric for each row. */
  private static Optional<Expr> whole(
      String operator, Expr.Column column, Expr.Literal constant, Facts facts) {
    if (!facts.column(column).map(ColumnFacts::isInteger).orElse(false)
        || !DECIMAL.matcher(constant.text()).matches()) {
      return Optional.empty();
    }
    var decimal = new BigDecimal(constant.text());
    var floor = decimal.setScale(0, RoundingMode.FLOOR);
    boolean isWhole = floor.compareTo(decimal) == 0;
    var bare = new Expr.Literal(floor.toPlainString());
    var same =
        switch (operator) {
          case ">=" -> isWhole ? ">=" : ">";
          case "<" -> isWhole ? "<" : "<=";
          case ">", "<=" -> operator;
          default -> isWhole ? operator : "";
        };
    return same.isEmpty() ? Optional.empty() : Optional.of(new Expr.Binary(same, column, bare));
  }

  private static Optional<ColumnFacts> column(Expr expr, Facts facts) {
    return expr instanceof Expr.Column c ? facts.column(c) : Optional.empty();
  }

  private static boolean isWhole(Expr expr) {
    return expr instanceof Expr.Literal l && WHOLE.matcher(l.text()).matches();
  }

  private static boolean isNumber(Expr expr) {
    return expr instanceof Expr.Literal l && NUMBER.matcher(l.text()).matches();
  }

  private static BigDecimal decimal(Expr literal) {
    return new BigDecimal(((Expr.Literal) literal).text());
  }

  private static long number(Expr literal) {
    return Long.parseLong(((Expr.Literal) literal).text());
  }

  /** Where the sum would be too large for its type the original fails, and this does not. */
  private static Optional<Expr> moved(
      String operator, Expr.Binary sum, Expr.Literal constant, Facts facts) {
    boolean plus = sum.operator().equals("+");
    boolean fits =
        (plus || sum.operator().equals("-"))
            && column(sum.left(), facts).map(ColumnFacts::isInteger).orElse(false)
            && isWhole(sum.right())
            && isWhole(constant);
    if (!fits) {
      return Optional.empty();
    }
    long moved = number(constant) + (plus ? -1 : 1) * number(sum.right());
    return Optional.of(
        new Expr.Binary(operator, sum.left(), new Expr.Literal(String.valueOf(moved))));
  }

  private static Optional<Expr> uncast(
      String operator, Expr.Cast cast, Expr.Literal constant, Facts facts) {
    var column = column(cast.operand(), facts);
    var type = cast.type().toLowerCase(java.util.Locale.ROOT);
    if (column.isEmpty()
        || !(operator.equals("=") || operator.equals("<>"))
        || !(type.equals("text") || type.equals("varchar"))) {
      return Optional.empty();
    }
    var text = constant.text();
    if (column.get().isInteger() && CANONICAL.matcher(text).matches()) {
      var bare = new Expr.Literal(text.substring(1, text.length() - 1));
      return Optional.of(new Expr.Binary(operator, cast.operand(), bare));
    }
    boolean uuid = column.get().baseType().equals("uuid") && UUID.matcher(text).matches();
    return uuid
        ? Optional.of(new Expr.Binary(operator, cast.operand(), new Expr.Cast(constant, "uuid")))
        : Optional.empty();
  }

  private static Optional<Expr> unfilled(
      String operator, Expr.Call coalesce, Expr.Literal constant, Facts facts) {
    var operand = coalesce.arguments().getFirst();
    var filling = coalesce.arguments().getLast();
    var column = column(operand, facts);
    if (column.isEmpty()) {
      return Optional.empty();
    }
    boolean number =
        (column.get().isInteger() && isWhole(filling) && isWhole(constant))
            || (column.get().baseType().equals("numeric")
                && isNumber(filling)
                && isNumber(constant));
    boolean text =
        column.get().isText()
            && column.get().plainEquality()
            && (operator.equals("=") || operator.equals("<>"))
            && filling instanceof Expr.Literal f
            && TEXT.matcher(f.text()).matches()
            && TEXT.matcher(constant.text()).matches();
    if (!number && !text) {
      return Optional.empty();
    }
    var bare = new Expr.Binary(operator, operand, constant);
    int order =
        number ? decimal(filling).compareTo(decimal(constant)) : filling.equals(constant) ? 0 : 1;
    return Optional.of(
        holds(operator, order) && !facts.neverNull(operand)
            ? new Expr.Or(List.of(bare, new Expr.IsNull(operand, false)))
            : bare);
  }

  private static boolean holds(String operator, int order) {
    return switch (operator) {
      case "=" -> order == 0;
      case "<>" -> order != 0;
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      default -> order >= 0;
    };
  }

  private static Rewritten say(Query root, Query.Block block, java.util.Map<Expr, Expr> changes) {
    var where = Replace.in(block.where(), changes);
    var terms = String.join(", ", changes.keySet().stream().map(Writer::text).sorted().toList());
    return new Rewritten(
        Replace.block(root, block.id(), block.withWhere(where)),
        "computes a value from a column for each row, where no index or statistics help",
        terms + " with the column as it is",
        List.of("The column and the constant are integers, texts or uuids."),
        Optional.of(PROOF));
  }
}
