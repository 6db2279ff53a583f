package dev.proven.postgres.whatif;

import dev.proven.postgres.Sql;
import dev.proven.postgres.whatif.ColumnStatistics.Sample;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What ANALYZE would find for an index on an expression, told from the statistics of the one column
 * in it: the expression is evaluated for the values that stand there, and nothing else is read. Of
 * an expression over several columns only the type is known.
 */
final class ExpressionStatistics {
  /** Fewer different results than this share of the arguments, and the results repeat. */
  private static final double ONE_TO_ONE = 0.9;

  private static final double MORE = 1.5;

  private final Connection connection;
  private final Map<List<String>, ColumnStatistics> known = new HashMap<>();

  ExpressionStatistics(Connection connection) {
    this.connection = connection;
  }

  ColumnStatistics of(TableStatistics table, String expression) throws SQLException {
    var question = List.of(table.schema(), table.name(), expression);
    var found = known.get(question);
    if (found == null) {
      found = read(table, expression);
      known.put(question, found);
    }
    return found;
  }

  private ColumnStatistics read(TableStatistics table, String expression) throws SQLException {
    var arguments =
        table.columns().values().stream().filter(c -> mentions(expression, c.name())).toList();
    var typed = type(expression, arguments);
    if (arguments.size() != 1 || arguments.getFirst().samples().isEmpty()) {
      return unknown(expression, typed, 0);
    }
    var argument = arguments.getFirst();
    return summary(expression, typed, argument, evaluated(expression, argument));
  }

  private static ColumnStatistics unknown(String expression, Typed typed, double nulls) {
    return new ColumnStatistics(
        expression, typed.sql(), typed.shape(), nulls, 0, 0, List.of(), List.of(), List.of(), 0);
  }

  private static boolean mentions(String expression, String column) {
    var quoted = Pattern.quote(Sql.identifier(column));
    var bare = "(?<![\\w\"'.$])" + Pattern.quote(column) + "(?![\\w\"'(])";
    boolean plain = column.matches("[a-z_][a-z0-9_]*");
    return Pattern.compile(quoted + (plain ? "|" + bare : "")).matcher(expression).find();
  }

  private record Typed(String sql, TypeShape shape) {}

  /** The type of the result, which the server tells for arguments that are null. */
  private Typed type(String expression, List<ColumnStatistics> arguments) throws SQLException {
    var nulls =
        arguments.stream()
            .map(c -> "NULL::" + c.sqlType() + " AS " + Sql.identifier(c.name()))
            .collect(Collectors.joining(", "));
    var query =
        "SELECT format_type(b.oid, NULL), "
            + StatisticsReader.TYPE
            + " FROM (SELECT pg_typeof("
            + expression
            + ")::oid AS id FROM (SELECT "
            + nulls
            + ") v) x"
            + " JOIN pg_type t ON t.oid = x.id"
            + " JOIN pg_type b ON b.oid = coalesce(nullif(t.typbasetype, 0), t.oid)";
    return Sql.list(
            connection, r -> new Typed(r.getString(1), StatisticsReader.type(r, 2, true)), query)
        .getFirst();
  }

  private record Result(@Nullable String value, double share) {}

  private List<Result> evaluated(String expression, ColumnStatistics argument) throws SQLException {
    var samples = argument.samples();
    var name = Sql.identifier(argument.name());
    var query =
        "SELECT ("
            + expression
            + ")::text FROM (SELECT proven_v::"
            + argument.sqlType()
            + " AS "
            + name
            + ", proven_n FROM unnest(?::text[]) WITH ORDINALITY u(proven_v, proven_n)) v"
            + " ORDER BY proven_n";
    var values = samples.stream().map(Sample::value).toArray();
    var results = new ArrayList<Result>();
    Sql.list(
        connection,
        r -> results.add(new Result(r.getString(1), samples.get(results.size()).share())),
        query,
        connection.createArrayOf("text", values));
    return results;
  }

  /** Results that stand for more rows than one bound does are common; the others are bounds. */
  private static ColumnStatistics summary(
      String expression, Typed typed, ColumnStatistics argument, List<Result> results) {
    Map<String, Double> shares = new LinkedHashMap<>();
    double nulls = argument.nullFraction();
    double least = 1;
    for (Result result : results) {
      least = Math.min(least, result.share());
      if (result.value() == null) {
        nulls += result.share();
      } else {
        shares.merge(result.value(), result.share(), Double::sum);
      }
    }
    double limit = MORE * least;
    var common = shares.entrySet().stream().filter(e -> e.getValue() > limit).toList();
    var rare = shares.entrySet().stream().filter(e -> e.getValue() <= limit).toList();
    boolean oneToOne = shares.size() >= ONE_TO_ONE * results.size();
    return new ColumnStatistics(
        expression,
        typed.sql(),
        typed.shape(),
        Math.min(1, nulls),
        oneToOne ? argument.distinct() : shares.size(),
        0,
        common.stream().map(Map.Entry::getKey).toList(),
        common.stream().map(Map.Entry::getValue).toList(),
        rare.stream().map(Map.Entry::getKey).toList(),
        0);
  }
}
