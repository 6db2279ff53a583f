package dev.proven.postgres;

import dev.proven.core.experiment.Part;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Finds the statements that ask a clock, draw lots or number things, from their texts and from
 * their plans, in which views and policies are unfolded: their answers vary by themselves, so that
 * two arms that are both right may differ.
 */
final class VaryingAnswers {
  private static final String CALLED =
      "now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday|random|random_normal"
          + "|gen_random_uuid|gen_random_bytes|uuid_generate_v[14]|uuid_generate_v1mc|uuidv[47]"
          + "|nextval|txid_current|txid_current_snapshot|pg_current_xact_id|pg_current_snapshot"
          + "|pg_backend_pid|pg_postmaster_start_time";

  private static final String WORDS =
      "current_date|current_time|current_timestamp|localtime|localtimestamp";

  private static final Pattern IN_TEXT =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}_$])(?:(" + CALLED + ") ?\\(|(" + WORDS + ")(?![\\p{L}\\p{N}_$]))");

  private static final Pattern SAMPLE =
      Pattern.compile("tablesample [\\p{L}\\p{N}_$]+ ?\\([^)]*\\)(?! repeatable)");

  /** What it adds to a row does not change how many rows a write changes. */
  private static final String OUTPUT = "Output";

  /** Functions of the user's own that ask, draw or number. */
  private static final String OWN =
      """
      SELECT DISTINCT p.proname::text FROM pg_proc p
        JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
      WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND p.provolatile <> 'i'
        AND CASE WHEN p.prokind IN ('f', 'p') AND l.lanname IN ('sql', 'plpgsql')
          THEN pg_get_functiondef(p.oid) END ~* ?
      LIMIT 10000
      """;

  private final PlanSession session;

  VaryingAnswers(PlanSession session) {
    this.session = session;
  }

  /** Which of the parts vary, by their ids, with what makes them. */
  SortedMap<String, String> of(List<Part> parts) throws SQLException {
    var own = own();
    var varying = new TreeMap<String, String>();
    for (var part : parts) {
      reason(part, own).ifPresent(why -> varying.put(part.id(), why));
    }
    return varying;
  }

  private Optional<Pattern> own() throws SQLException {
    var words = "\\m(" + CALLED + ")\\s*\\(|\\m(" + WORDS + ")\\M";
    var names = Sql.list(session.connection(), r -> r.getString(1), OWN, words);
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Pattern.compile(
                names.stream()
                    .map(n -> Pattern.quote(n.toLowerCase(java.util.Locale.ROOT)))
                    .collect(Collectors.joining("|", "(?<![\\p{L}\\p{N}_$])(", ") ?\\("))));
  }

  private Optional<String> reason(Part part, Optional<Pattern> own) {
    var text = SqlText.skeleton(part.text());
    boolean counts = part.write() && !text.contains(" returning ");
    if (!counts) {
      var written = reason(text, own);
      if (written.isPresent()) {
        return written;
      }
    }
    try {
      return inPlan(session.explain(part.text()), counts, own);
    } catch (SQLException e) {
      return Optional.empty(); // Why it cannot be planned is told where it is to be executed.
    }
  }

  private static Optional<String> inPlan(JsonNode node, boolean counts, Optional<Pattern> own) {
    if (node.isString()) {
      return reason(SqlText.skeleton(node.stringValue()), own);
    }
    if (node.isObject()) {
      return node.properties().stream()
          .filter(p -> !(counts && p.getKey().equals(OUTPUT)))
          .flatMap(p -> inPlan(p.getValue(), counts, own).stream())
          .findFirst();
    }
    return node.valueStream().flatMap(v -> inPlan(v, counts, own).stream()).findFirst();
  }

  private static Optional<String> reason(String skeleton, Optional<Pattern> own) {
    var clock = IN_TEXT.matcher(skeleton);
    if (clock.find()) {
      return Optional.of(
          clock.group(1) == null
              ? "it reads " + clock.group(2)
              : "it calls " + clock.group(1) + "()");
    }
    if (SAMPLE.matcher(skeleton).find()) {
      return Optional.of("it reads a random sample of a table");
    }
    return own.map(p -> p.matcher(skeleton))
        .filter(java.util.regex.Matcher::find)
        .map(
            m -> "it calls " + m.group(1) + "(), which asks a clock, draws lots or numbers things");
  }
}
