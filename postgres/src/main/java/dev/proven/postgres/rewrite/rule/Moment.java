package dev.proven.postgres.rewrite.rule;

import dev.proven.postgres.rewrite.sql.Expr;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A constant date or time, written so that no setting of a session can change what it means: year,
 * month, day, and no time zone.
 *
 * @param type {@code date} or {@code timestamp} as it is written, empty for a bare text
 */
record Moment(LocalDateTime at, String type, boolean hasTime) {
  private static final Pattern WRITTEN =
      Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})([ T](\\d{2}):(\\d{2})(:(\\d{2}))?)?");

  private static final Pattern TYPED = Pattern.compile("(?i)(date|timestamp)?\\s*'([^']*)'");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  /** The moment that a constant is, empty where it is none or depends on something. */
  static Optional<Moment> of(Expr expr) {
    return switch (expr) {
      case Expr.Literal l -> {
        var typed = TYPED.matcher(l.text());
        yield typed.matches()
            ? read(typed.group(2), typed.group(1) == null ? "" : typed.group(1))
            : Optional.empty();
      }
      case Expr.Cast c
          when c.operand() instanceof Expr.Literal l
              && l.text().startsWith("'")
              && isType(c.type()) ->
          read(l.text().substring(1, l.text().length() - 1), type(c.type()));
      default -> Optional.empty();
    };
  }

  private static boolean isType(String type) {
    return !type(type).isEmpty();
  }

  private static String type(String written) {
    return switch (written.toLowerCase(Locale.ROOT).strip()) {
      case "date" -> "date";
      case "timestamp", "timestamp without time zone" -> "timestamp";
      default -> "";
    };
  }

  private static Optional<Moment> read(String text, String type) {
    var m = WRITTEN.matcher(text.strip());
    if (!m.matches() || m.group(1).equals("0000")) {
      return Optional.empty();
    }
    boolean time = m.group(4) != null;
    try {
      var at =
          LocalDateTime.of(
              number(m.group(1)),
              number(m.group(2)),
              number(m.group(3)),
              time ? number(m.group(5)) : 0,
              time ? number(m.group(6)) : 0,
              m.group(8) == null ? 0 : number(m.group(8)));
      return Optional.of(new Moment(at, type.toLowerCase(Locale.ROOT), time));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static int number(String digits) {
    return Integer.parseInt(digits);
  }

  /** Whether it is the beginning of a day, whatever type it is taken for. */
  boolean isDay() {
    return at.toLocalTime().toSecondOfDay() == 0;
  }

  static Expr date(LocalDate day) {
    return new Expr.Literal("DATE '" + day + "'");
  }

  static Expr timestamp(LocalDateTime at) {
    return new Expr.Literal("TIMESTAMP '" + TIME.format(at) + "'");
  }

  static Expr inUtc(LocalDateTime at) {
    return new Expr.Literal("TIMESTAMPTZ '" + TIME.format(at) + "+00'");
  }
}
