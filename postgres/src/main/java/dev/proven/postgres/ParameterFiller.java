package dev.proven.postgres;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts values into a statement whose constants were replaced by {@code $1}: such as the column that
 * each is compared with really holds. Several that are compared for equality with columns of one
 * table come from one row, so that they fit together.
 */
final class ParameterFiller {
  private static final double SOME = 0.1;
  private static final double BEFORE_THE_MIDDLE = 0.45;
  private static final int LIST_LENGTH = 3;

  private static final Pattern LIMIT =
      Pattern.compile("\\b(?<word>limit|offset|first|next)\\s+\\(?\\s*\\$(?<number>\\d+)");

  /** What takes the place of a parameter that decides nothing, or is part of a calculation. */
  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("smallint", "1"),
          Map.entry("integer", "1"),
          Map.entry("bigint", "1"),
          Map.entry("numeric", "1"),
          Map.entry("real", "1"),
          Map.entry("double precision", "1"),
          Map.entry("interval", "1 day"),
          Map.entry("boolean", "true"));

  private static final Set<String> TEXTS =
      Set.of("text", "character varying", "character", "unknown");

  private final PlanSession session;
  private final ValueSampler sampler;

  ParameterFiller(PlanSession session) {
    this.session = session;
    this.sampler = new ValueSampler(session.connection());
  }

  /** The statement with values in it, checked by the server. */
  String fill(String sql) throws CannotFill {
    try {
      var repaired = repaired(sql);
      var types = session.parameterTypes(repaired);
      if (types.isEmpty()) {
        return repaired;
      }
      var values = new Filling(repaired, types).values();
      var text = SqlText.replaceParameters(repaired, n -> literal(values.get(n), types.get(n - 1)));
      session.parameterTypes(text);
      return text;
    } catch (SQLException e) {
      throw new CannotFill("the server cannot plan it: " + SqlScript.reason(e));
    }
  }

  private String repaired(String sql) throws SQLException {
    var repaired = TextRepair.repair(sql);
    try {
      session.parameterTypes(repaired);
      return repaired;
    } catch (SQLException e) {
      var guess = TextRepair.withNumbers(repaired);
      if (guess.equals(repaired)) {
        throw e;
      }
      return guess;
    }
  }

  private static String array(List<String> values) {
    return values.stream()
        .map(v -> '"' + v.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
        .collect(java.util.stream.Collectors.joining(",", "{", "}"));
  }

  private static String literal(@Nullable String value, String type) {
    // "character" alone would mean one character.
    var name = type.equals("character") ? "bpchar" : type;
    return value == null ? "NULL::" + name : Sql.literal(value).strip() + "::" + name;
  }

  /** The work on one statement. */
  private final class Filling {
    private final String sql;
    private final List<String> types;
    private final Map<Integer, @Nullable String> values = new HashMap<>();

    Filling(String sql, List<String> types) {
      this.sql = sql;
      this.types = types;
    }

    Map<Integer, @Nullable String> values() throws SQLException, CannotFill {
      var write =
          SqlText.kind(sql) == SqlText.Kind.WRITE
              ? WriteTarget.of(session.connection(), sql)
              : Optional.<WriteTarget>empty();
      var plan = plan(write);
      if (write.isPresent()) {
        assign(write.get());
      }
      var uses = new TreeMap<Integer, ParameterUse>();
      plan.ifPresent(p -> uses.putAll(p.uses()));
      write.ifPresent(w -> w.compared().forEach(uses::putIfAbsent));
      uses.keySet().removeAll(values.keySet());
      uses.values().removeIf(u -> !u.isPlainColumn() && !sampler.canSample(u));
      limits();
      compare(uses);
      var expressions = expressions(plan);
      for (int n = 1; n <= types.size(); n++) {
        if (!values.containsKey(n) && !expressions.containsKey(n)) {
          values.put(n, otherwise(n, plan));
        }
      }
      for (var entry : expressions.entrySet()) {
        int n = entry.getKey();
        var value = sampled(entry.getValue(), plan.orElseThrow());
        values.put(n, value.isPresent() ? value.get() : otherwise(n, plan));
      }
      return values;
    }

    /** What parameters without a value yet are compared with, where all else in it has a value. */
    private Map<Integer, ComparedExpression> expressions(Optional<PlanConditions> plan) {
      var expressions = new TreeMap<Integer, ComparedExpression>();
      for (int n = 1; n <= types.size() && plan.isPresent(); n++) {
        if (!values.containsKey(n)) {
          var found = plan.get().expression(n);
          if (found.isPresent()) {
            expressions.put(n, found.get());
          }
        }
      }
      var open = Set.copyOf(expressions.keySet());
      expressions.values().removeIf(e -> open.stream().anyMatch(e::contains));
      return expressions;
    }

    private Optional<String> sampled(ComparedExpression expression, PlanConditions plan) {
      var text = expression.with(n -> literal(values.get(n), types.get(n - 1)));
      var table = plan.qualifiedTable(expression);
      if (expression.isLowerBound() || expression.isUpperBound()) {
        double share = expression.isLowerBound() ? 1 - SOME : SOME;
        return sampler.quantile(table, expression.alias(), text, share);
      }
      int most = expression.array() ? LIST_LENGTH : 1;
      var found = sampler.typical(table, expression.alias(), text, most);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(expression.array() ? array(found) : found.getFirst());
    }

    /** A role that may only read gets no plan of a write; its text has to do then. */
    private Optional<PlanConditions> plan(Optional<WriteTarget> write) throws SQLException {
      try {
        return Optional.of(PlanConditions.of(session.genericPlan(sql, types.size())));
      } catch (SQLException e) {
        if (write.isPresent() && "42501".equals(e.getSQLState())) {
          return Optional.empty();
        }
        throw e;
      }
    }

    private void assign(WriteTarget write) throws SQLException, CannotFill {
      if (write.assigned().isEmpty()) {
        return;
      }
      var columns = write.assigned().values().stream().map(a -> a.column()).distinct().toList();
      var row = sampler.anyRow(write.qualifiedTable(), columns);
      if (row.isEmpty()) {
        throw new CannotFill(write.qualifiedTable() + " is empty, so there is no row to copy");
      }
      var keys = new UniqueKeys(session.connection(), write.qualifiedTable());
      var fresh = keys.mustBeNew(columns);
      for (var entry : write.assigned().entrySet()) {
        var column = entry.getValue().column();
        var value = row.get(columns.indexOf(column));
        values.put(
            entry.getKey(),
            fresh.contains(column) ? keys.newValue(column, value, entry.getValue().row()) : value);
      }
    }

    private void limits() {
      for (var m = LIMIT.matcher(SqlText.skeleton(sql)); m.find(); ) {
        values.put(
            Integer.parseInt(m.group("number")), m.group("word").equals("offset") ? "0" : "10");
      }
    }

    private void compare(Map<Integer, ParameterUse> uses) throws SQLException, CannotFill {
      fromOneRow(uses);
      int n = 0;
      for (var entry : uses.entrySet()) {
        if (!values.containsKey(entry.getKey())) {
          values.put(entry.getKey(), value(entry.getValue(), uses, n++));
        }
      }
    }

    private void fromOneRow(Map<Integer, ParameterUse> uses) throws SQLException {
      var byTable = new TreeMap<String, List<Integer>>();
      uses.forEach((n, u) -> {
        if (u.isEquality() && !u.array() && u.isPlainColumn() && !values.containsKey(n)) {
          byTable.computeIfAbsent(u.qualifiedTable(), _ -> new ArrayList<>()).add(n);
        }
      });
      for (var numbers : byTable.values()) {
        fromOneRow(uses, numbers);
      }
    }

    private void fromOneRow(Map<Integer, ParameterUse> uses, List<Integer> numbers)
        throws SQLException {
      var all = numbers.stream().map(n -> use(uses, n)).toList();
      // One column compared twice, as in IN ($1, $2), wants different values.
      if (all.size() < 2 || all.stream().distinct().count() < all.size()) {
        return;
      }
      var first = sampler.typical(all.getFirst(), 0);
      if (first == null) {
        return;
      }
      var others = sampler.companions(all.getFirst(), first, all.subList(1, all.size()));
      if (!others.isEmpty()) {
        values.put(numbers.getFirst(), first);
        for (int i = 1; i < numbers.size(); i++) {
          values.put(numbers.get(i), others.get(i - 1));
        }
      }
    }

    private ParameterUse use(Map<Integer, ParameterUse> uses, int n) {
      return java.util.Objects.requireNonNull(uses.get(n));
    }

    private String value(ParameterUse use, Map<Integer, ParameterUse> uses, int n)
        throws SQLException, CannotFill {
      var value =
          use.array()
              ? list(use)
              : use.isLowerBound() || use.isUpperBound()
                  ? sampler.quantile(use, share(use, uses))
                  : sampler.typical(use, n);
      if (value == null) {
        throw new CannotFill("no value is known for " + use.table() + "." + use.column());
      }
      return use.isPattern() ? value.substring(0, Math.min(3, value.length())) + "%" : value;
    }

    /** Between two bounds the middle tenth of the column, else a tenth at its end. */
    private double share(ParameterUse use, Map<Integer, ParameterUse> uses) {
      boolean between =
          uses.values().stream()
              .filter(o -> o.table().equals(use.table()) && o.column().equals(use.column()))
              .anyMatch(o -> use.isLowerBound() ? o.isUpperBound() : o.isLowerBound());
      double share = between ? BEFORE_THE_MIDDLE : 1 - SOME;
      return use.isLowerBound() ? share : 1 - share;
    }

    private @Nullable String list(ParameterUse use) throws SQLException {
      var list = new ArrayList<String>();
      for (int i = 0; i < LIST_LENGTH; i++) {
        var value = sampler.typical(use, i);
        if (value != null) {
          list.add(value);
        }
      }
      return list.isEmpty() ? null : array(list);
    }

    /** What is added to a sampled value shall not carry it away from the column's values. */
    private boolean isAdded(int n) {
      return Pattern.compile("[-+]\\s*\\$" + n + "\\b").matcher(sql).find();
    }

    private String otherwise(int n, Optional<PlanConditions> plan) throws CannotFill {
      var type = types.get(n - 1);
      var value = DEFAULTS.get(type);
      if (value != null) {
        return value.equals("1") && isAdded(n) ? "0" : value;
      }
      if (TEXTS.contains(type) && plan.isPresent() && !plan.get().decides(n)) {
        return "x";
      }
      throw new CannotFill("what $" + n + " (" + type + ") is compared with was not found");
    }
  }
}
