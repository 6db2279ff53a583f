package dev.proven.postgres;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads in a generic plan what each parameter is compared with. The planner has then resolved every
 * name, view and alias, which no reading of the text could do.
 */
final class PlanConditions {
  private static final Set<String> CONDITIONS =
      Set.of(
          "Index Cond",
          "Recheck Cond",
          "Filter",
          "Join Filter",
          "Hash Cond",
          "Merge Cond",
          "One-Time Filter",
          "Order By");

  private static final Set<String> COMPUTED = Set.of("Output", "Group Key", "Sort Key");

  private static final String NAME = "(?:\"(?:[^\"]|\"\")++\"|[a-z_][\\w$]*)";
  private static final String COLUMN = "(?<alias>" + NAME + ")\\.(?<column>" + NAME + ")";
  private static final String OPERATOR =
      "(?<operator><>|<=|>=|=|<|>|!?~~\\*?|!?~\\*?|\\^@|@>|<@|&&)";
  private static final String PARAMETER = "\\$(?<number>\\d+)";

  private static final Pattern CAST =
      Pattern.compile(
          "::(?:character varying|timestamp with(?:out)? time zone|time with(?:out)? time zone"
              + "|double precision|bit varying|"
              + NAME
              + "(?:\\."
              + NAME
              + ")?)(?:\\(\\d+(?:,\\d+)?\\))?(?:\\[\\])*");

  private static final Pattern NEEDLESS_BRACKETS =
      Pattern.compile("(?<![\\w\"])\\((\\$\\d+|" + NAME + "\\." + NAME + ")\\)");

  private static final Pattern LIST =
      Pattern.compile(COLUMN + "\\s*=\\s*ANY\\s*\\(ARRAY\\[(?<list>[^\\]]*)\\]");

  /** Around the parameter a function may stand, and on the column as well. */
  private static final Pattern COMPARED =
      Pattern.compile(
          "(?<function>\\b[a-z_]\\w*\\()?"
              + COLUMN
              + "(?<close>\\))?\\s*"
              + OPERATOR
              + "\\s*(?<any>ANY|ALL)?[\\s(]*(?:[a-z_]\\w*\\([^()$]*)?[\\s(]*"
              + "(?:''\\s*\\|\\|\\s*)?"
              + PARAMETER);

  private static final Pattern TURNED =
      Pattern.compile(PARAMETER + "\\s*" + OPERATOR + "\\s*" + COLUMN);

  private static final Map<String, String> MIRROR =
      Map.of("<", ">", ">", "<", "<=", ">=", ">=", "<=");

  private record Table(String schema, String name) {}

  private final Map<String, Table> tables = new HashMap<>();
  private final Set<String> schemas = new TreeSet<>();
  private final StringBuilder conditions = new StringBuilder();
  private final StringBuilder withTexts = new StringBuilder();
  private final StringBuilder computed = new StringBuilder();

  private PlanConditions(JsonNode plan) {
    visit(plan);
  }

  static PlanConditions of(JsonNode plan) {
    return new PlanConditions(plan);
  }

  private void visit(JsonNode node) {
    var schema = text(node, "Schema");
    var relation = text(node, "Relation Name");
    var alias = text(node, "Alias");
    if (schema != null) {
      schemas.add(schema);
    }
    if (schema != null && relation != null && alias != null) {
      tables.put(alias, new Table(schema, relation));
    }
    node.properties()
        .forEach(p -> {
          if (CONDITIONS.contains(p.getKey())) {
            withTexts.append(p.getValue().asString("")).append('\n');
            conditions.append(SqlText.withoutTexts(p.getValue().asString(""))).append('\n');
          } else if (COMPUTED.contains(p.getKey())) {
            p.getValue().forEach(v -> computed.append(v.asString("")).append('\n'));
          }
        });
    node.path("Plans").forEach(this::visit);
  }

  private static @Nullable String text(JsonNode node, String field) {
    return node.path(field).isString() ? node.path(field).asString() : null;
  }

  /** The schemas of the tables and functions that are read. */
  Set<String> schemas() {
    return schemas;
  }

  /** Whether a parameter stands in any condition. */
  boolean decides(int parameter) {
    return Pattern.compile("\\$" + parameter + "\\b").matcher(conditions).find();
  }

  /** What parameters are compared with, by their numbers; the first comparison counts. */
  Map<Integer, ParameterUse> uses() {
    var uses = new TreeMap<Integer, ParameterUse>();
    var text = simplified();
    for (var m = LIST.matcher(text); m.find(); ) {
      var list = Pattern.compile("\\$(\\d+)").matcher(m.group("list"));
      while (list.find()) {
        put(uses, Integer.parseInt(list.group(1)), use(m, "=", false, ""));
      }
    }
    for (var m = COMPARED.matcher(text); m.find(); ) {
      boolean wrapped = m.group("function") != null;
      if (wrapped != (m.group("close") != null)) {
        continue; // the column is part of a larger expression
      }
      var use =
          use(m, m.group("operator"), m.group("any") != null, wrapped ? m.group("function") : "");
      put(uses, number(m), use);
    }
    for (var m = TURNED.matcher(text); m.find(); ) {
      var operator = m.group("operator");
      put(uses, number(m), use(m, MIRROR.getOrDefault(operator, operator), false, ""));
    }
    return uses;
  }

  /** The expression over one table's row that a parameter is compared with. */
  Optional<ComparedExpression> expression(int parameter) {
    return ComparedExpression.find(withTexts.toString(), parameter)
        .filter(e -> tables.containsKey(bare(e.alias())));
  }

  /** The document over one table's row of which a parameter names a key. */
  Optional<ComparedExpression> document(int parameter) {
    return ComparedExpression.document(withTexts.toString() + computed, parameter)
        .filter(e -> tables.containsKey(bare(e.alias())));
  }

  /** The table of an expression, as SQL. */
  String qualifiedTable(ComparedExpression expression) {
    var table = Objects.requireNonNull(tables.get(bare(expression.alias())));
    return Sql.identifier(table.schema(), table.name());
  }

  private String simplified() {
    var text = CAST.matcher(conditions).replaceAll("");
    var before = "";
    while (!text.equals(before)) {
      before = text;
      text = NEEDLESS_BRACKETS.matcher(text).replaceAll("$1");
    }
    return text;
  }

  private static int number(Matcher m) {
    return Integer.parseInt(m.group("number"));
  }

  private static void put(
      Map<Integer, ParameterUse> uses, int parameter, @Nullable ParameterUse use) {
    if (use != null) {
      uses.putIfAbsent(parameter, use);
    }
  }

  private @Nullable ParameterUse use(Matcher m, String operator, boolean array, String function) {
    var table = tables.get(bare(m.group("alias")));
    if (table == null) {
      return null;
    }
    var column = bare(m.group("column"));
    var quoted = Sql.identifier(column);
    var expression = function.isEmpty() ? quoted : function + quoted + ")";
    return new ParameterUse(table.schema(), table.name(), expression, column, operator, array);
  }

  private static String bare(String name) {
    return name.startsWith("\"")
        ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
        : name;
  }

  @Override
  public String toString() {
    return String.join("\n", Arrays.asList(tables.toString(), conditions.toString()));
  }
}
