package dev.proven.postgres;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes values into a statement as its author would have: {@code 7} and not {@code '7'::integer},
 * wherever the server plans that just the same. Other texts are looked for by what constants look
 * like.
 */
final class ValueText {
  /** So many parameters are tried one by one where all at once are not understood alike. */
  private static final int MOST_TRIED = 16;

  private static final Set<String> NUMBERS =
      Set.of("smallint", "integer", "bigint", "numeric", "real", "double precision");

  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}(\\.\\d{1,18})?");
  private static final Pattern WHOLE =
      Pattern.compile("'(-?\\d+)'::(?:smallint|integer|bigint)\\b");
  private static final Pattern LIST =
      Pattern.compile("('\\{[-\\d,]*\\}')::(?:smallint|integer|bigint)\\[\\]");
  private static final Pattern MEMBER =
      Pattern.compile(
          "(?<![<>!~=])(?<sign>=|<>)\\s*(?<word>any|all)\\s*\\($", Pattern.CASE_INSENSITIVE);
  private static final Pattern TIME = Pattern.compile("^(\\d{4}-\\d{2}-\\d{2}) \\d{2}:.*$");
  private static final Pattern MIDNIGHT = Pattern.compile("^(\\d{4}-\\d{2}-\\d{2}) 00:00:00$");
  private static final int LONGEST_MEMBER = 40;

  private final PlanSession session;
  private final String sql;
  private final List<String> types;
  private final Map<Integer, @Nullable String> values;

  /**
   * For one statement.
   *
   * @param types of its parameters
   * @param values by number, null for NULL
   */
  ValueText(
      PlanSession session, String sql, List<String> types, Map<Integer, @Nullable String> values) {
    this.session = session;
    this.sql = sql;
    this.types = types;
    this.values = values;
  }

  /** The text, checked by the server. */
  String text() throws SQLException {
    var typed = text(Set.of());
    session.parameterTypes(typed);
    try {
      return asWritten(typed, plan(typed));
    } catch (SQLException e) {
      return typed; // A role that may only read gets no plan of a write.
    }
  }

  private String asWritten(String typed, String plan) {
    var all = IntStream.rangeClosed(1, types.size()).boxed().collect(Collectors.toSet());
    var bare = text(all);
    if (isPlanned(bare, plan)) {
      return bare;
    }
    var good = new TreeSet<Integer>();
    for (int n = 1; n <= types.size() && types.size() <= MOST_TRIED; n++) {
      good.add(n);
      if (!isPlanned(text(good), plan)) {
        good.remove(n);
      }
    }
    return good.isEmpty() ? typed : text(good);
  }

  private boolean isPlanned(String text, String plan) {
    try {
      return plan(text).equals(plan);
    } catch (SQLException e) {
      return false;
    }
  }

  /** Which of the integers a constant is makes no difference beside another integer. */
  private String plan(String text) throws SQLException {
    var plan = session.explain(text).toString();
    return LIST.matcher(WHOLE.matcher(plan).replaceAll("$1")).replaceAll("$1");
  }

  private String text(Set<Integer> bare) {
    var text = new StringBuilder();
    boolean closing = false;
    for (var token : SqlText.tokens(sql)) {
      var written = token.of(sql);
      if (token.kind() == SqlLexer.Kind.PARAMETER) {
        int n = Integer.parseInt(written.substring(1));
        closing = bare.contains(n) && asMembers(text, n);
        text.append(closing ? members(n) : bare.contains(n) ? bare(n) : typed(n));
      } else if (closing && written.equals(")")) {
        closing = false; // The list has brackets of its own.
      } else {
        text.append(written);
      }
    }
    return text.toString();
  }

  /** Makes {@code = ANY (} at the end of a text {@code IN }, where a list of values follows. */
  private boolean asMembers(StringBuilder text, int n) {
    var type = types.get(n - 1);
    var value = values.get(n);
    if (!type.endsWith("[]") || value == null || ListValue.of(value).isEmpty()) {
      return false;
    }
    int from = Math.max(0, text.length() - LONGEST_MEMBER);
    var m = MEMBER.matcher(text.substring(from));
    if (!m.find() || m.group("sign").equals("=") != m.group("word").equalsIgnoreCase("any")) {
      return false;
    }
    text.setLength(from + m.start());
    text.append(m.group("sign").equals("=") ? "IN " : "NOT IN ");
    return true;
  }

  private String members(int n) {
    var type = types.get(n - 1).substring(0, types.get(n - 1).length() - 2);
    return ListValue.of(String.valueOf(values.get(n))).stream()
        .map(v -> bare(v, type))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private String typed(int n) {
    return typed(plain(values.get(n), types.get(n - 1)), types.get(n - 1));
  }

  /** A day, also of a moment of midnight, without its time: as people write it. */
  private static @Nullable String plain(@Nullable String value, String type) {
    if (value == null) {
      return null;
    }
    return switch (type) {
      case "date" -> TIME.matcher(value).replaceFirst("$1");
      case "timestamp without time zone" -> MIDNIGHT.matcher(value).replaceFirst("$1");
      default -> value;
    };
  }

  /** The value with its type, whatever stands around it. */
  static String typed(@Nullable String value, String type) {
    // "character" alone would mean one character.
    var name = type.equals("character") ? "bpchar" : type;
    return value == null ? "NULL::" + name : Sql.literal(value).strip() + "::" + name;
  }

  private String bare(int n) {
    return bare(plain(values.get(n), types.get(n - 1)), types.get(n - 1));
  }

  private static String bare(@Nullable String value, String type) {
    if (value == null) {
      return "NULL";
    }
    boolean number = NUMBERS.contains(type) && NUMBER.matcher(value).matches();
    if (number) {
      return value.startsWith("-") ? "(" + value + ")" : value;
    }
    return type.equals("boolean") && (value.equals("true") || value.equals("false"))
        ? value
        : Sql.literal(value).strip();
  }
}
