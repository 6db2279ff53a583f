package dev.proven.postgres.rewrite.rule;

import dev.proven.postgres.rewrite.sql.Expr;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A function that puts the moments of a column into buckets, in their order: the day, the month,
 * the year of it.
 *
 * @param column what it is a function of
 * @param unit of the buckets
 * @param type of the column: date, timestamp, or timestamptz seen from UTC
 * @param asNumber whether buckets are told by the year's number
 */
record Bucketed(Expr.Column column, Unit unit, Type type, boolean asNumber) {
  enum Type {
    DATE,
    TIMESTAMP,
    UTC
  }

  enum Unit {
    SECOND,
    MINUTE,
    HOUR,
    DAY,
    WEEK,
    MONTH,
    QUARTER,
    YEAR
  }

  /** From the beginning of a bucket up to that of the next. */
  record Bucket(LocalDateTime from, LocalDateTime to) {}

  private static final Set<String> FUNCTIONS = Set.of("date", "date_part", "date_trunc");

  private static final Pattern YEAR = Pattern.compile("[1-9]\\d{0,3}");

  /**
   * date_trunc of a date goes by way of a timestamptz, and some time zones once left out a day.
   * None has left out the first of a month since this year, nor a Monday.
   */
  private static final int NO_BOUNDARY_LEFT_OUT_SINCE = 1994;

  private static final Set<Unit> LONG_UNITS =
      Set.of(Unit.WEEK, Unit.MONTH, Unit.QUARTER, Unit.YEAR);

  /** Such a function, empty where the expression is another or depends on the time zone. */
  static Optional<Bucketed> of(Expr expr, Facts facts) {
    return switch (expr) {
      case Expr.Cast c when c.type().equalsIgnoreCase("date") -> day(c.operand(), facts);
      case Expr.Call c when c.name().equals("date") && c.arguments().size() == 1 ->
          day(c.arguments().getFirst(), facts);
      case Expr.Extract e when e.field().equals("year") -> year(e.operand(), facts);
      case Expr.Call c when c.name().equals("date_part") && c.arguments().size() == 2 ->
          word(c.arguments().getFirst()).equals("year")
              ? year(c.arguments().getLast(), facts)
              : Optional.empty();
      case Expr.Call c when c.name().equals("date_trunc") && c.arguments().size() == 2 ->
          truncated(word(c.arguments().getFirst()), c.arguments().getLast(), facts);
      default -> Optional.empty();
    };
  }

  /** Whether it is such a function of a moment whose day is another one elsewhere. */
  static boolean dependsOnTimeZone(Expr expr, Facts facts) {
    var operand =
        switch (expr) {
          case Expr.Cast c when c.type().equalsIgnoreCase("date") -> c.operand();
          case Expr.Extract e when !e.field().equals("epoch") -> e.operand();
          case Expr.Call c when FUNCTIONS.contains(c.name()) && !c.arguments().isEmpty() ->
              c.arguments().getLast();
          default -> expr;
        };
    return !operand.equals(expr)
        && operand instanceof Expr.Column c
        && type(c, facts).equals("timestamp with time zone");
  }

  private static Optional<Bucketed> day(Expr of, Facts facts) {
    return typed(of, facts)
        .filter(t -> t.type() != Type.DATE)
        .map(t -> new Bucketed(t.column(), Unit.DAY, t.type(), false));
  }

  private static Optional<Bucketed> year(Expr of, Facts facts) {
    return typed(of, facts).map(t -> new Bucketed(t.column(), Unit.YEAR, t.type(), true));
  }

  private static Optional<Bucketed> truncated(String unit, Expr of, Facts facts) {
    for (var known : Unit.values()) {
      if (known.name().toLowerCase(Locale.ROOT).equals(unit)) {
        return typed(of, facts)
            .filter(t -> t.type() != Type.DATE || LONG_UNITS.contains(known))
            .map(t -> new Bucketed(t.column(), known, t.type(), false));
      }
    }
    return Optional.empty();
  }

  private static String word(Expr literal) {
    return literal instanceof Expr.Literal l
        ? l.text().replace("'", "").toLowerCase(Locale.ROOT)
        : "";
  }

  /** A column of moments. */
  record Typed(Expr.Column column, Type type) {}

  static Optional<Typed> typed(Expr of, Facts facts) {
    if (of instanceof Expr.Shape s
        && s.pieces().equals(List.of("", " AT TIME ZONE ", ""))
        && word(s.holes().getLast()).equals("utc")
        && s.holes().getFirst() instanceof Expr.Column c
        && type(c, facts).equals("timestamp with time zone")) {
      return Optional.of(new Typed(c, Type.UTC));
    }
    if (!(of instanceof Expr.Column c)) {
      return Optional.empty();
    }
    return switch (type(c, facts)) {
      case "date" -> Optional.of(new Typed(c, Type.DATE));
      case "timestamp without time zone" -> Optional.of(new Typed(c, Type.TIMESTAMP));
      default -> Optional.empty();
    };
  }

  private static String type(Expr.Column column, Facts facts) {
    return facts.column(column).map(f -> f.baseType()).orElse("");
  }

  /** The bucket that a constant names, empty where it names none. */
  Optional<Bucket> bucket(Expr constant) {
    if (asNumber) {
      return constant instanceof Expr.Literal l && YEAR.matcher(l.text()).matches()
          ? Optional.of(year(Integer.parseInt(l.text())))
          : Optional.empty();
    }
    return Moment.of(constant)
        .filter(this::isMeant)
        .filter(m -> isBeginning(m.at()))
        .map(m -> new Bucket(m.at(), next(m.at())));
  }

  static Bucket year(int year) {
    var from = Year.of(year).atDay(1).atStartOfDay();
    return new Bucket(from, from.plusYears(1));
  }

  /** A bare text compared with a date is read as one, and loses its time of day. */
  private boolean isMeant(Moment m) {
    boolean readAsDate = unit == Unit.DAY && m.type().equals("") && m.hasTime();
    return !readAsDate
        && !(m.type().equals("date") && m.hasTime())
        && (type != Type.DATE || m.at().getYear() >= NO_BOUNDARY_LEFT_OUT_SINCE)
        && m.at().getYear() < 9999;
  }

  private boolean isBeginning(LocalDateTime at) {
    return switch (unit) {
      case SECOND -> true;
      case MINUTE -> at.getSecond() == 0;
      case HOUR -> at.getSecond() == 0 && at.getMinute() == 0;
      case DAY -> isDay(at);
      case WEEK -> isDay(at) && at.getDayOfWeek() == DayOfWeek.MONDAY;
      case MONTH -> isDay(at) && at.getDayOfMonth() == 1;
      case QUARTER -> isDay(at) && at.getDayOfMonth() == 1 && at.getMonthValue() % 3 == 1;
      case YEAR -> isDay(at) && at.getDayOfYear() == 1;
    };
  }

  private static boolean isDay(LocalDateTime at) {
    return at.toLocalTime().toSecondOfDay() == 0;
  }

  private LocalDateTime next(LocalDateTime at) {
    return switch (unit) {
      case SECOND -> at.plusSeconds(1);
      case MINUTE -> at.plusMinutes(1);
      case HOUR -> at.plusHours(1);
      case DAY -> at.plusDays(1);
      case WEEK -> at.plusWeeks(1);
      case MONTH -> at.plusMonths(1);
      case QUARTER -> at.plusMonths(3);
      case YEAR -> at.plus(1, ChronoUnit.YEARS);
    };
  }

  /** A boundary as a constant of the column's type. */
  Expr constant(LocalDateTime at) {
    return switch (type) {
      case DATE -> Moment.date(LocalDate.from(at));
      case TIMESTAMP -> Moment.timestamp(at);
      case UTC -> Moment.inUtc(at);
    };
  }

  /** Whether a day that is only known when the statement runs can stand for a bucket. */
  boolean isDayOfTimestamp() {
    return unit == Unit.DAY && type == Type.TIMESTAMP && !asNumber;
  }

  /** Whether the comparison never passes through the time zone of a session. */
  boolean isFreeOfTimeZone() {
    return asNumber || type != Type.DATE;
  }
}
