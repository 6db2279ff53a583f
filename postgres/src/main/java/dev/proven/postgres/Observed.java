package dev.proven.postgres;

import dev.proven.postgres.log.BoundValues;
import dev.proven.postgres.log.SeenStatement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A statement that was seen at work.
 *
 * @param name for people, where the text is not known
 * @param digits hexadecimal, the same in every run
 * @param text perhaps with {@code $1}; null where it is not known
 * @param complete the same with its real constants, in each way that the server may want them;
 *     empty where they are not known
 * @param varies whether its executions had different constants
 * @param several whether it is several statements that share one duration
 * @param calls how often it happened
 * @param seconds that it took in all
 */
record Observed(
    String name,
    String digits,
    @Nullable String text,
    List<String> complete,
    boolean varies,
    boolean several,
    double calls,
    double seconds) {
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,30}(\\.\\d{1,30})?");

  /** As pg_stat_statements has recorded it, without its constants. */
  static Observed of(StatStatements.Recorded statement) {
    var sql = statement.text();
    return new Observed(
        "query " + statement.queryId(),
        String.format(Locale.ROOT, "%016x", statement.queryId()),
        sql == null || sql.equals("<insufficient privilege>") ? null : sql,
        List.of(),
        true,
        false,
        statement.calls(),
        statement.seconds());
  }

  /** As it was logged, with its constants. */
  static Observed of(SeenStatement statement) {
    return of(statement, statement.calls());
  }

  /** The same, where it is known otherwise how often it happened. */
  static Observed of(SeenStatement statement, double calls) {
    return new Observed(
        "statement " + statement.digest(),
        statement.digest(),
        statement.text(),
        complete(statement.text(), statement.values()),
        statement.varies() || statement.values() != null,
        statement.several(),
        calls,
        statement.seconds());
  }

  /** The same, where it is known otherwise how long it took. */
  Observed withSeconds(double time) {
    return new Observed(name, digits, text, complete, varies, several, calls, time);
  }

  /**
   * What the server infers for a text in quotes is what it inferred for the parameter; where that
   * says too little, as in {@code $1 + $2}, the log does not tell either, and a number is one.
   */
  private static List<String> complete(String text, @Nullable BoundValues values) {
    if (values == null) {
      return Sql.parameters(text) == 0 ? List.of(text) : List.of();
    }
    var known = values.byNumber();
    var quoted = SqlText.replaceParameters(text, n -> quoted(value(known, n)));
    var numbers = SqlText.replaceParameters(text, n -> number(value(known, n)));
    return quoted.equals(numbers) ? List.of(quoted) : List.of(quoted, numbers);
  }

  private static Optional<String> value(Map<Integer, Optional<String>> values, int number) {
    return values.getOrDefault(number, Optional.empty());
  }

  private static String quoted(Optional<String> value) {
    return value.map(Sql::literal).orElse("NULL");
  }

  private static String number(Optional<String> value) {
    return value
        .filter(v -> NUMBER.matcher(v).matches())
        .map(v -> v.startsWith("-") ? "(" + v + ")" : v)
        .orElseGet(() -> quoted(value));
  }
}
