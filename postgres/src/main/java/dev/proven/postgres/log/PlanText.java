package dev.proven.postgres.log;

import dev.proven.core.Json;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * What auto_explain says of an execution.
 *
 * @param query its text
 * @param values of its parameters, or null where they are not told
 */
record PlanText(String query, @Nullable BoundValues values) {
  private static final String QUERY = "Query Text: ";
  private static final String PARAMETERS = "Query Parameters: ";

  /** The line that ends the text in the format text, which does not mark its end. */
  private static final Pattern ROOT =
      Pattern.compile(
          "^\\S.*\\(cost=\\d+\\.\\d+\\.\\.\\d+\\.\\d+ rows=\\d+ width=\\d+\\)", Pattern.MULTILINE);

  /** Reads text, JSON or YAML; null for anything else. */
  static @Nullable PlanText of(String plan) {
    try {
      if (plan.startsWith("{")) {
        var tree = Json.mapper().readTree(plan);
        var query = tree.path("Query Text").asString("");
        return query.isEmpty() ? null : of(query, tree.path("Query Parameters").asString(""));
      }
      if (plan.startsWith(QUERY + "\"")) {
        return ofYaml(plan);
      }
    } catch (JacksonException e) {
      return null;
    }
    return plan.startsWith(QUERY) ? ofText(plan) : null;
  }

  private static PlanText of(String query, String parameters) {
    return new PlanText(query, parameters.isEmpty() ? null : BoundValues.of(parameters));
  }

  /** The text stands there as JSON writes a text. */
  private static @Nullable PlanText ofYaml(String plan) {
    var query = "";
    var parameters = "";
    for (var line : plan.lines().limit(2).toList()) {
      if (line.startsWith(QUERY)) {
        query = unquoted(line.substring(QUERY.length()));
      } else if (line.startsWith(PARAMETERS)) {
        parameters = unquoted(line.substring(PARAMETERS.length()));
      }
    }
    return query.isEmpty() ? null : of(query, parameters);
  }

  private static String unquoted(String json) {
    return Json.mapper().readTree(json).asString("");
  }

  private static @Nullable PlanText ofText(String plan) {
    var root = ROOT.matcher(plan);
    if (!root.find(QUERY.length())) {
      return null;
    }
    var head = plan.substring(QUERY.length(), root.start());
    int parameters = head.lastIndexOf("\n" + PARAMETERS);
    return parameters < 0
        ? of(head.strip(), "")
        : of(
            head.substring(0, parameters).strip(),
            head.substring(parameters + 1 + PARAMETERS.length()).strip());
  }
}
