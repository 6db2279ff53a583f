package dev.proven.postgres.rewrite.rule;

import dev.proven.postgres.rewrite.sql.Expr;
import dev.proven.postgres.rewrite.sql.Query;
import dev.proven.postgres.rewrite.sql.Replace;
import dev.proven.postgres.rewrite.sql.Scan;
import dev.proven.postgres.rewrite.sql.Writer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A timestamp printed by {@code to_char} and compared with a text, as ranges of the column itself.
 * There are two, since a year is printed the same before and after Christ.
 */
public final class PrintedDate implements Rule {
  private static final Pattern FORMAT =
      Pattern.compile("'YYYY((?<first>-?)MM((?<second>-?)DD)?)?'");

  /** Not the first and last years, beyond which a year has fewer digits, or more. */
  private static final int FIRST_YEAR = 1001;

  private static final int LAST_YEAR = 9998;

  private static final String PROOF =
      "A timestamp is printed so just from one boundary up to the next, in the year after Christ and"
          + " in that before; longer years have more digits, and what is infinite is printed as NULL.";

  @Override
  public String id() {
    return "printed-date";
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
        if (term instanceof Expr.Binary b && b.operator().equals("=")) {
          ranges(b.left(), b.right(), facts)
              .or(() -> ranges(b.right(), b.left(), facts))
              .ifPresent(r -> changes.put(term, r));
        }
      }
      if (!changes.isEmpty()) {
        found.add(say(root, block, changes));
      }
    }
    return found;
  }

  private static Optional<Expr> ranges(Expr printed, Expr text, Facts facts) {
    if (!(printed instanceof Expr.Call c)
        || !c.name().equals("to_char")
        || c.arguments().size() != 2
        || !(c.arguments().getLast() instanceof Expr.Literal format)
        || !(text instanceof Expr.Literal value)) {
      return Optional.empty();
    }
    return Bucketed.typed(c.arguments().getFirst(), facts)
        .filter(t -> t.type() == Bucketed.Type.TIMESTAMP)
        .flatMap(t -> Printed.of(format.text(), value.text()).map(p -> p.ranges(t.column())));
  }

  /** What is printed, taken apart; 0 for what is not. */
  private record Printed(int year, int month, int day) {
    static Optional<Printed> of(String format, String value) {
      var f = FORMAT.matcher(format);
      if (!f.matches()) {
        return Optional.empty();
      }
      boolean month = f.group("first") != null;
      boolean day = f.group("second") != null;
      var v =
          Pattern.compile(
                  "'(\\d{4})"
                      + (month ? f.group("first") + "(\\d{2})" : "()")
                      + (day ? f.group("second") + "(\\d{2})" : "()")
                      + "'")
              .matcher(value);
      return v.matches()
          ? Optional.of(new Printed(number(v.group(1)), number(v.group(2)), number(v.group(3))))
              .filter(Printed::isMeant)
          : Optional.empty();
    }

    private static int number(String digits) {
      return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }

    private boolean isMeant() {
      return year >= FIRST_YEAR && year <= LAST_YEAR && from(year).isPresent();
    }

    /** The first day, in the calendar that goes on before Christ: 0 is 1 BC. */
    private Optional<LocalDate> from(int calendarYear) {
      try {
        return Optional.of(LocalDate.of(calendarYear, Math.max(month, 1), Math.max(day, 1)));
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }

    private LocalDate next(LocalDate from) {
      if (month == 0) {
        return from.plusYears(1);
      }
      return day == 0 ? from.plusMonths(1) : from.plusDays(1);
    }

    Expr ranges(Expr.Column column) {
      var ranges = new ArrayList<Expr>();
      from(year).ifPresent(f -> ranges.add(range(column, f)));
      from(1 - year).ifPresent(f -> ranges.add(range(column, f)));
      return ranges.size() == 1 ? ranges.getFirst() : new Expr.Or(ranges);
    }

    private Expr range(Expr.Column column, LocalDate from) {
      return new Expr.And(
          List.of(
              new Expr.Binary(">=", column, written(from)),
              new Expr.Binary("<", column, written(next(from)))));
    }

    private static Expr written(LocalDate day) {
      boolean before = day.getYear() <= 0;
      int year = before ? 1 - day.getYear() : day.getYear();
      return new Expr.Literal(
          String.format(
              java.util.Locale.ROOT,
              "TIMESTAMP '%04d-%02d-%02d 00:00:00%s'",
              year,
              day.getMonthValue(),
              day.getDayOfMonth(),
              before ? " BC" : ""));
    }
  }

  private static Rewritten say(Query root, Query.Block block, Map<Expr, Expr> changes) {
    var where = Replace.in(block.where(), changes);
    var terms = String.join(", ", changes.keySet().stream().map(Writer::text).sorted().toList());
    return new Rewritten(
        Replace.block(root, block.id(), block.withWhere(where)),
        "prints a timestamp for each row, where no index or statistics help",
        terms + " as ranges of the column",
        List.of("The column is a timestamp without time zone."),
        Optional.of(PROOF));
  }
}
