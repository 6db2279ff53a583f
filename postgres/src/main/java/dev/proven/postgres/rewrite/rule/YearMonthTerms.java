package dev.proven.postgres.rewrite.rule;

import dev.proven.postgres.rewrite.sql.Expr;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A condition for the year of a column beside one for its month. */
final class YearMonthTerms {
  private static final Pattern MONTH = Pattern.compile("[1-9]|1[0-2]");

  private YearMonthTerms() {}

  /** The range that both together are, empty where they are something else. */
  static Optional<Expr> of(Expr year, Expr month, Facts facts) {
    if (!(year instanceof Expr.Binary y)
        || !y.operator().equals("=")
        || !(month instanceof Expr.Binary m)
        || !m.operator().equals("=")
        || !(m.left() instanceof Expr.Extract e)
        || !e.field().equals("month")
        || !(m.right() instanceof Expr.Literal number)
        || !MONTH.matcher(number.text()).matches()) {
      return Optional.empty();
    }
    return Bucketed.of(y.left(), facts)
        .filter(Bucketed::asNumber)
        .filter(f ->
            Bucketed.typed(e.operand(), facts)
                .filter(t -> t.column().equals(f.column()) && t.type() == f.type())
                .isPresent())
        .flatMap(f -> f.bucket(y.right()).map(b -> range(f, b, number)));
  }

  private static Expr range(Bucketed f, Bucketed.Bucket year, Expr.Literal month) {
    var from = LocalDate.from(year.from()).withMonth(Integer.parseInt(month.text())).atStartOfDay();
    return new Expr.And(
        List.of(
            new Expr.Binary(">=", f.column(), f.constant(from)),
            new Expr.Binary("<", f.column(), f.constant(from.plusMonths(1)))));
  }
}
