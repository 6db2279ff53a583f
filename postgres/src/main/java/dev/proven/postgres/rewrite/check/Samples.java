package dev.proven.postgres.rewrite.check;

import dev.proven.postgres.rewrite.catalog.ColumnFacts;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Values that are worth trying in a column of a type: ordinary ones, neighbours, and extremes. */
final class Samples {
  private static final Pattern DAY =
      Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})(?:[ T](\\d{2}):(\\d{2})(?::(\\d{2}))?)?");
  private static final Pattern MONTH = Pattern.compile("\\d{4}-\\d{2}");
  private static final Pattern YEAR = Pattern.compile("[1-9]\\d{3}");
  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,15}");
  private static final Pattern SMALL = Pattern.compile("-?\\d{1,6}");
  private static final int MOST_COMBINED = 4;
  private static final int MOST_ROWS = 40;
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,12}(\\.\\d{1,6})?");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

  private Samples() {}

  private static String kind(ColumnFacts column) {
    return switch (column.baseType()) {
      case "smallint", "integer", "bigint" -> "whole";
      case "numeric", "real", "double precision", "money" -> "number";
      case "date" -> "day";
      case "timestamp without time zone", "timestamp with time zone" -> "moment";
      case "text", "character varying", "character", "name", "\"char\"" -> "text";
      default -> column.baseType();
    };
  }

  /** A few values that rows usually have. */
  static List<String> ordinary(ColumnFacts column) {
    return switch (kind(column)) {
      case "whole" -> List.of("0", "1", "2", "3", "4", "5", "7", "11", "20", "50", "100");
      case "number" -> List.of("0", "1", "2", "0.5", "3.25", "10", "100", "1000.01");
      case "day" -> List.of("2024-01-31", "2024-02-29", "1999-12-31", "2000-01-01");
      case "moment" ->
          List.of(
              "2024-01-31 12:00:00",
              "2024-02-29 23:59:59.999999",
              "1999-12-31 23:30:00",
              "2000-01-01 00:00:00");
      case "text" -> List.of("a", "b", "ab", "abc", "A", "zz");
      case "boolean" -> List.of("true", "false");
      case "uuid" ->
          List.of("00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002");
      case "json", "jsonb" -> List.of("{}", "{\"a\": 1}", "[1, 2]", "null");
      case "time without time zone", "time with time zone" -> List.of("00:00", "12:34:56");
      case "interval" -> List.of("1 day", "1 month", "00:00:01");
      case "bytea" -> List.of("\\x00", "\\x6162");
      default -> List.of("{}", "1", "a");
    };
  }

  /** As many different ones as the largest generated table has rows. */
  static List<String> serial(ColumnFacts column) {
    var prefix =
        switch (kind(column)) {
          case "whole", "number" -> "";
          case "text" -> "k";
          default -> null;
        };
    return prefix == null
        ? List.of()
        : IntStream.rangeClosed(1, MOST_ROWS).mapToObj(i -> prefix + i).toList();
  }

  /** Values that rows seldom have. */
  static List<String> extreme(ColumnFacts column) {
    return switch (kind(column)) {
      case "whole" -> List.of("-1", "32767", "-32768", "1000000");
      case "number" -> List.of("-1", "-0.01", "0.001", "99999999", "NaN");
      case "day" -> List.of("infinity", "-infinity", "0044-03-15 BC", "9999-12-31", "1970-01-01");
      case "moment" ->
          List.of(
              "infinity",
              "-infinity",
              "0044-03-15 10:00:00 BC",
              "9999-12-31 23:59:59.999999",
              "2024-03-31 02:30:00",
              "1970-01-01 00:00:00");
      case "text" -> List.of("", " ", " a", "a ", "é", "%", "'");
      default -> List.of();
    };
  }

  /** The values just beside one that a statement names. */
  static List<String> beside(String value, ColumnFacts column) {
    return switch (kind(column)) {
      case "whole" -> {
        if (WHOLE.matcher(value).matches()) {
          yield steps(Long.parseLong(value));
        }
        if (!NUMBER.matcher(value).matches()) {
          yield List.of();
        }
        long floor = (long) Math.floor(Double.parseDouble(value));
        yield List.of(String.valueOf(floor), String.valueOf(floor + 1));
      }
      case "number" -> NUMBER.matcher(value).matches() ? steps(value) : List.of();
      case "day", "moment" -> moments(value);
      case "text" ->
          List.of(
              value + "x",
              value + "é",
              value + " ",
              value.toUpperCase(Locale.ROOT),
              value.toLowerCase(Locale.ROOT));
      default -> List.of();
    };
  }

  /** What arithmetic makes of two constants that stand beside a column: {@code a / 2 > 3}. */
  static List<String> between(Collection<String> values, ColumnFacts column) {
    var made = new ArrayList<String>();
    var numbers =
        values.stream()
            .filter(v -> SMALL.matcher(v).matches())
            .map(Long::parseLong)
            .limit(MOST_COMBINED)
            .toList();
    if (column.isInteger()) {
      for (long a : numbers) {
        for (long b : numbers) {
          for (long value : new long[] {a + b, a - b, a * b, a * b + 1, a * b - 1, -a * b}) {
            made.add(String.valueOf(value));
          }
        }
      }
    }
    return made;
  }

  private static List<String> steps(long value) {
    return List.of(String.valueOf(value - 1), String.valueOf(value + 1));
  }

  private static List<String> steps(String value) {
    double number = Double.parseDouble(value);
    return List.of(
        String.format(Locale.ROOT, "%.2f", number - 0.01),
        String.format(Locale.ROOT, "%.2f", number + 0.01),
        String.format(Locale.ROOT, "%.2f", number * 10 + 1));
  }

  /** A year stands for its first and last moments. */
  private static List<String> moments(String value) {
    if (MONTH.matcher(value).matches()) {
      var first = value + "-01";
      var near = new ArrayList<>(moments(first));
      near.addAll(List.of(first, first + " 10:00:00 BC"));
      return near;
    }
    if (YEAR.matcher(value).matches()) {
      var near = new ArrayList<String>();
      for (int year = Integer.parseInt(value); year <= Integer.parseInt(value) + 1; year++) {
        near.add(year + "-01-01");
        near.addAll(moments(year + "-01-01"));
      }
      near.add(value + "-03-15 10:00:00");
      return near;
    }
    var day = DAY.matcher(value);
    if (!day.matches()) {
      return List.of();
    }
    try {
      var at =
          LocalDateTime.of(
              Integer.parseInt(day.group(1)),
              Integer.parseInt(day.group(2)),
              Integer.parseInt(day.group(3)),
              day.group(4) == null ? 0 : Integer.parseInt(day.group(4)),
              day.group(5) == null ? 0 : Integer.parseInt(day.group(5)),
              day.group(6) == null ? 0 : Integer.parseInt(day.group(6)));
      return List.of(
          TIME.format(at),
          TIME.format(at.minusNanos(1000)),
          TIME.format(at.plusDays(1)),
          TIME.format(at.plusDays(1).minusNanos(1000)),
          TIME.format(at.plusDays(20).plusHours(5)),
          TIME.format(at.plusMonths(1)),
          TIME.format(at.plusMonths(1).minusNanos(1000)),
          TIME.format(at.plusYears(1).minusNanos(1000)),
          TIME.format(at.minusMonths(1)));
    } catch (DateTimeException e) {
      return List.of();
    }
  }
}
