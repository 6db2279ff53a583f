package dev.proven.postgres;

import dev.proven.postgres.ColumnValues.Drawn;
import dev.proven.postgres.ColumnValues.Skew;
import dev.proven.postgres.Filled.Draw;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
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

  private static final int MOST_NESTED = 3;

  private static final Pattern JOINED =
      Pattern.compile(
          "\\bi?like \\(*(?<first>\\$\\d+|'') \\|\\| (?<second>\\$\\d+|'')\\)?"
              + "(?: \\|\\| (?<third>\\$\\d+|''))?");

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

  /** The statement with typical values in it, checked by the server. */
  Filled fill(String sql) throws CannotFill {
    try {
      return work(sql).filled(Draw.TYPICAL);
    } catch (SQLException e) {
      throw unplanned(e);
    }
  }

  /**
   * The same, and where a question with frequent or rare values, or with a pattern that begins with
   * anything, is another one for the server, these as well. Their shares add up to one.
   */
  List<Filled> fillVaried(String sql) throws CannotFill {
    try {
      return work(sql).varied();
    } catch (SQLException e) {
      throw unplanned(e);
    }
  }

  private static CannotFill unplanned(SQLException e) {
    return new CannotFill("the server cannot plan it: " + SqlScript.reason(e));
  }

  private Work work(String sql) throws SQLException {
    var repaired = repaired(sql);
    var read = TextRepair.withLists(repaired);
    return new Work(repaired, read, session.parameterTypes(read), TextRepair.guesses(sql));
  }

  /** A repaired text, and what was guessed in repairing it. */
  private final class Work {
    private final String sql;
    private final String read;
    private final List<String> types;
    private final List<String> guesses;

    Work(String sql, String read, List<String> types, List<String> guesses) {
      this.sql = sql;
      this.read = read;
      this.types = types;
      this.guesses = guesses;
    }

    Filled filled(Draw draw) throws SQLException, CannotFill {
      return filled(new Filling(read, types, draw));
    }

    private Filled filled(Filling filling) throws SQLException, CannotFill {
      if (types.isEmpty()) {
        return new Filled(sql, Draw.TYPICAL, 1, guesses);
      }
      var text = new ValueText(session, sql, types, filling.values()).text();
      var all = new ArrayList<>(guesses);
      all.addAll(filling.guesses());
      return new Filled(text, filling.draw, 1, all);
    }

    List<Filled> varied() throws SQLException, CannotFill {
      var filling = new Filling(read, types, Draw.TYPICAL);
      var varied = new ArrayList<Filled>();
      varied.add(filled(filling));
      for (var other : filling.others().entrySet()) {
        try {
          var filled = filled(other.getKey()).with(other.getValue());
          if (varied.stream().noneMatch(v -> v.text().equals(filled.text()))) {
            varied.add(filled);
          }
        } catch (SQLException | CannotFill e) {
          // The typical one stands for all then.
        }
      }
      double rest = 1 - varied.stream().skip(1).mapToDouble(Filled::share).sum();
      varied.set(0, varied.getFirst().with(rest));
      return varied;
    }
  }

  private String repaired(String sql) throws SQLException {
    var repaired = TextRepair.repair(sql);
    try {
      session.parameterTypes(TextRepair.withLists(repaired));
      return repaired;
    } catch (SQLException e) {
      var guess = TextRepair.withNumbers(repaired);
      if (guess.equals(repaired)) {
        throw e;
      }
      return guess;
    }
  }

  /** The values for one statement. */
  private final class Filling {
    private final String sql;
    private final List<String> types;
    private final Draw draw;
    private final Map<Integer, @Nullable String> values = new HashMap<>();
    private final Set<String> guesses = new LinkedHashSet<>();
    private boolean write;
    private boolean guessesPattern;
    private int driver;
    private Optional<Skew> skew = Optional.empty();

    Filling(String sql, List<String> types, Draw draw) {
      this.sql = sql;
      this.types = types;
      this.draw = draw;
    }

    /** What was made up, where the values are known. */
    Set<String> guesses() {
      return guesses;
    }

    /**
     * Other values that deserve a look, each with its share of the executions. A write that is sent
     * with a frequent value would change most of a table, so it has one that is rare and no other.
     */
    Map<Draw, Double> others() {
      var others = new TreeMap<Draw, Double>();
      if (write) {
        return others;
      }
      if (guessesPattern) {
        others.put(Draw.ANYWHERE, 0.5);
        return others;
      }
      skew.flatMap(Skew::frequent).ifPresent(f -> others.put(Draw.FREQUENT, f.share()));
      skew.flatMap(Skew::rare).ifPresent(r -> others.put(Draw.RARE, r.share()));
      return others;
    }

    Map<Integer, @Nullable String> values() throws SQLException, CannotFill {
      write = SqlText.kind(sql) == SqlText.Kind.WRITE;
      var target =
          write ? WriteTarget.of(session.connection(), sql) : Optional.<WriteTarget>empty();
      var plan = plan(target);
      if (target.isPresent()) {
        assign(target.get());
      }
      var uses = new TreeMap<Integer, ParameterUse>();
      plan.ifPresent(p -> uses.putAll(p.uses()));
      target.ifPresent(w -> w.compared().forEach(uses::putIfAbsent));
      uses.keySet().removeAll(values.keySet());
      uses.values().removeIf(u -> !u.isPlainColumn() && !sampler.canSample(u));
      limits();
      words();
      patterns(uses);
      drive(uses);
      compare(uses);
      plan.ifPresent(this::keys);
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
      var text = expression.with(this::typed);
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
      if (expression.array()) {
        return Optional.of(listed(found));
      }
      var value = found.getFirst();
      return Optional.of(expression.isPattern() ? pattern(expression.isRegex(), value) : value);
    }

    private String typed(int n) {
      return ValueText.typed(values.get(n), types.get(n - 1));
    }

    private String listed(List<String> found) {
      guesses.add("a list has " + found.size() + (found.size() == 1 ? " value" : " values"));
      return ListValue.text(found);
    }

    /** Texts in functions of which only a few make sense. */
    private void words() {
      FunctionWords.of(sql)
          .forEach((n, word) -> {
            if (n <= types.size() && TEXTS.contains(types.get(n - 1)) && !values.containsKey(n)) {
              values.put(n, word.value());
              guesses.add(word.what() + " is " + word.value());
            }
          });
    }

    /** Keys of documents, the outer ones before those that are looked for in what they give. */
    private void keys(PlanConditions plan) {
      for (int round = 0; round < MOST_NESTED; round++) {
        for (int n = 1; n <= types.size(); n++) {
          if (!values.containsKey(n)) {
            key(n, plan);
          }
        }
      }
    }

    private void key(int n, PlanConditions plan) {
      var document = plan.document(n);
      if (document.isEmpty()
          || !SqlText.parameters(document.get().text()).stream().allMatch(values::containsKey)) {
        return;
      }
      var type = types.get(n - 1);
      boolean path = type.equals("text[]");
      if (path || TEXTS.contains(type)) {
        var table = plan.qualifiedTable(document.get());
        sampler
            .key(table, document.get().alias(), document.get().with(this::typed))
            .ifPresent(key -> {
              values.put(n, path ? ListValue.text(List.of(key)) : key);
              guesses.add("the key in a document is " + key);
            });
      }
    }

    /** Patterns that a statement puts together: {@code LIKE $2 || $1 || $3}. */
    private void patterns(Map<Integer, ParameterUse> uses) throws SQLException {
      for (var m = JOINED.matcher(SqlText.skeleton(sql)); m.find(); ) {
        var pieces = new ArrayList<String>(List.of(m.group("first"), m.group("second")));
        if (m.group("third") != null) {
          pieces.add(m.group("third"));
        }
        pattern(pieces, uses);
      }
    }

    private void pattern(List<String> pieces, Map<Integer, ParameterUse> uses) throws SQLException {
      var numbers = pieces.stream().map(Filling::number).toList();
      int body = pieces.size() == 3 || numbers.getFirst() == 0 ? 1 : 0;
      var use = numbers.stream().filter(uses::containsKey).map(n -> use(uses, n)).findFirst();
      if (use.isEmpty() || !use.get().isPattern() || numbers.get(body) == 0) {
        return;
      }
      var value = sampler.typical(use.get(), 0);
      if (value == null) {
        return;
      }
      boolean open = numbers.getFirst() > 0;
      guessesPattern |= open;
      var guess = new PatternGuess(use.get().isRegex(), !open || draw == Draw.ANYWHERE);
      for (int i = 0; i < numbers.size(); i++) {
        var text = i < body ? guess.lead() : i > body ? "%" : guess.body(value);
        boolean alone = i == body && body == 0 && open;
        if (numbers.get(i) > 0) {
          values.put(numbers.get(i), alone ? guess.lead() + text : text);
        }
      }
      guesses.add("a pattern looks for '" + guess.body(value) + "'" + where(guess));
    }

    private static String where(PatternGuess guess) {
      return guess.anywhere() ? " anywhere" : " at the beginning";
    }

    private static int number(String piece) {
      return piece.startsWith("$") ? Integer.parseInt(piece.substring(1)) : 0;
    }

    /** Finds the column whose frequent and rare values make the greatest difference. */
    private void drive(Map<Integer, ParameterUse> uses) throws SQLException {
      for (var entry : uses.entrySet()) {
        var use = entry.getValue();
        boolean once = uses.values().stream().filter(u -> u.equals(use)).count() == 1;
        if (use.isEquality() && !use.array() && once && !values.containsKey(entry.getKey())) {
          var found = sampler.skew(use, sql.hashCode());
          if (found.isPresent() && skew.map(Skew::ratio).orElse(0.0) < found.get().ratio()) {
            skew = found;
            driver = entry.getKey();
          }
        }
      }
    }

    /** The value that the one column gets; the others have what fits. */
    private Optional<String> drawn(int n) {
      if (n != driver || skew.isEmpty()) {
        return Optional.empty();
      }
      var wanted =
          write || draw == Draw.RARE
              ? skew.get().rare()
              : draw == Draw.FREQUENT ? skew.get().frequent() : Optional.<Drawn>empty();
      return wanted.map(Drawn::value);
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
        boolean offset = m.group("word").equals("offset");
        values.put(Integer.parseInt(m.group("number")), offset ? "0" : "10");
        guesses.add(offset ? Knowledge.GUESSED_OFFSET : "LIMIT is 10");
      }
    }

    private void compare(Map<Integer, ParameterUse> uses) throws SQLException, CannotFill {
      fromOneRow(uses);
      int n = 0;
      for (var entry : uses.entrySet()) {
        if (!values.containsKey(entry.getKey())) {
          var drawn = drawn(entry.getKey());
          var value = drawn.isPresent() ? drawn.get() : value(entry.getValue(), uses, n++);
          values.put(entry.getKey(), value);
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
        if (numbers.removeIf(n -> n == driver)) {
          numbers.addFirst(driver);
        }
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
      var drawn = drawn(numbers.getFirst());
      var first = drawn.isPresent() ? drawn.get() : sampler.typical(all.getFirst(), 0);
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
      return use.isPattern() && !use.array() ? pattern(use.isRegex(), value) : value;
    }

    private String pattern(boolean regex, String value) {
      guessesPattern = true;
      var pattern = new PatternGuess(regex, draw == Draw.ANYWHERE).of(value);
      guesses.add("the pattern is '" + pattern + "'");
      return pattern;
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
      return list.isEmpty() ? null : listed(list);
    }

    /** What is added to a sampled value shall not carry it away from the column's values. */
    private boolean isAdded(int n) {
      return Pattern.compile("[-+]\\s*\\$" + n + "\\b").matcher(sql).find();
    }

    private String otherwise(int n, Optional<PlanConditions> plan) throws CannotFill {
      var type = types.get(n - 1);
      var value = DEFAULTS.get(type);
      if (value != null) {
        boolean added = value.equals("1") && isAdded(n);
        if (!added && plan.map(p -> p.decides(n)).orElse(false)) {
          guesses.add("a constant that nothing tells of is " + value);
        }
        return added ? "0" : value;
      }
      if (TEXTS.contains(type) && plan.isPresent() && !plan.get().decides(n)) {
        return "x";
      }
      throw new CannotFill("what $" + n + " (" + type + ") is compared with was not found");
    }
  }
}
