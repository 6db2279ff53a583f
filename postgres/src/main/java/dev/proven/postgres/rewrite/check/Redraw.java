package dev.proven.postgres.rewrite.check;

import dev.proven.postgres.Sql;
import dev.proven.postgres.rewrite.sql.Expr;
import dev.proven.postgres.rewrite.sql.Query;
import dev.proven.postgres.rewrite.sql.Rebuild;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Draws the constants that a statement compares columns with anew, in the form they have. */
final class Redraw extends Rebuild {
  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,9}");
  private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,9}\\.\\d{1,6}");
  private static final Pattern TYPED = Pattern.compile("([A-Za-z ]*)'(?:[^']|'')*'");
  private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

  private final Pools pools;
  private final RandomGenerator random;
  private boolean changed;

  private Redraw(Pools pools, RandomGenerator random) {
    this.pools = pools;
    this.random = random;
  }

  /** The statement with other constants, empty where none could be drawn. */
  static Optional<Query> of(Query query, Pools pools, RandomGenerator random) {
    var redraw = new Redraw(pools, random);
    var other = redraw.query(query);
    return redraw.changed ? Optional.of(other) : Optional.empty();
  }

  @Override
  public Expr expr(Expr expr) {
    return switch (super.expr(expr)) {
      case Expr.Binary b when b.compares() && b.right() instanceof Expr.Literal l ->
          new Expr.Binary(b.operator(), b.left(), other(b.left(), l));
      case Expr.Binary b when b.compares() && b.left() instanceof Expr.Literal l ->
          new Expr.Binary(b.operator(), other(b.right(), l), b.right());
      case Expr.Between b
          when b.low() instanceof Expr.Literal low && b.high() instanceof Expr.Literal high ->
          new Expr.Between(
              b.operand(), other(b.operand(), low), other(b.operand(), high), b.negated());
      case Expr.InList i ->
          new Expr.InList(
              i.operand(),
              i.values().stream()
                  .map(v -> v instanceof Expr.Literal l ? other(i.operand(), l) : v)
                  .toList(),
              i.negated());
      case Expr other -> other;
    };
  }

  private Expr other(Expr compared, Expr.Literal literal) {
    if (random.nextBoolean()) {
      return literal;
    }
    if (compared instanceof Expr.Extract && WHOLE.matcher(literal.text()).matches()) {
      changed = true;
      int near = Integer.parseInt(literal.text()) + random.nextInt(3) - 1;
      return new Expr.Literal(String.valueOf(Math.max(1, near)));
    }
    var pool = pools.of(compared);
    var values = pool.map(Redraw::likely).orElse(List.of());
    var fitting = values.stream().filter(v -> fits(literal.text(), v)).toList();
    if (fitting.isEmpty()) {
      return literal;
    }
    changed = true;
    return write(literal.text(), fitting.get(random.nextInt(fitting.size())));
  }

  private static List<String> likely(Pool pool) {
    return Stream.of(
            pool.asked(),
            pool.beside(),
            pool.asked().isEmpty() ? pool.ordinary() : List.<String>of())
        .flatMap(List::stream)
        .toList();
  }

  /** A number in the place of a number, a day in that of a day. */
  private static boolean fits(String literal, String value) {
    if (WHOLE.matcher(literal).matches()) {
      return WHOLE.matcher(value).matches();
    }
    if (DECIMAL.matcher(literal).matches()) {
      return WHOLE.matcher(value).matches() || DECIMAL.matcher(value).matches();
    }
    var typed = TYPED.matcher(literal);
    if (!typed.matches()) {
      return false;
    }
    boolean isDate = typed.group(1).strip().equalsIgnoreCase("date");
    return !isDate || DAY.matcher(value).matches();
  }

  private static Expr write(String literal, String value) {
    var typed = TYPED.matcher(literal);
    if (!typed.matches()) {
      return new Expr.Literal(value);
    }
    var prefix = typed.group(1).strip();
    return new Expr.Literal((prefix.isEmpty() ? "" : prefix + " ") + Sql.literal(value).strip());
  }
}
