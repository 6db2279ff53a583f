package dev.proven.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/** What can be said of a statement without asking a server. */
public final class SqlText {
  /** What a statement does. */
  enum Kind {
    READ,
    WRITE,
    /** Neither planned nor measured: DDL, settings, transactions. */
    UTILITY
  }

  private static final Set<String> READS = Set.of("select", "with", "values", "table");
  private static final Set<String> WRITES = Set.of("insert", "update", "delete", "merge");

  /** In FOR UPDATE and ON CONFLICT DO UPDATE the word writes nothing by itself. */
  private static final Pattern WRITING_CTE =
      Pattern.compile(
          "\\( *(insert into|update|delete from|merge into) |"
              + "\\) *(insert into|update|delete from|merge into) ");

  private static final int TITLE = 72;

  private SqlText() {}

  static Kind kind(String sql) {
    var words = skeleton(sql).replaceFirst("^[( ]+", "");
    var first = words.split("[^a-z]", 2)[0];
    if (WRITES.contains(first)) {
      return Kind.WRITE;
    }
    if (!READS.contains(first) || (first.equals("select") && createsTable(words))) {
      return Kind.UTILITY;
    }
    boolean writes = first.equals("with") && WRITING_CTE.matcher(words).find();
    return writes ? Kind.WRITE : Kind.READ;
  }

  private static boolean createsTable(String words) {
    int into = words.indexOf(" into ");
    return into > 0 && !words.substring(0, into).contains(" from ");
  }

  /** Lower case, without comments and quoted texts, single spaces: for looking at words. */
  public static String skeleton(String sql) {
    var words = new StringBuilder();
    for (var token : tokens(sql)) {
      switch (token.kind()) {
        case SPACE, COMMENT -> words.append(' ');
        case QUOTED -> words.append("''");
        default -> words.append(token.of(sql).toLowerCase(Locale.ROOT));
      }
    }
    return words.toString().replaceAll(" +", " ").strip();
  }

  /**
   * The statement with nothing in its texts and a space for each comment: a pattern that looks for
   * names then finds none in a text, and does not walk through a long one again and again.
   */
  static String withoutTexts(String sql) {
    var bare = new StringBuilder();
    for (var token : tokens(sql)) {
      boolean text = token.kind() == SqlLexer.Kind.QUOTED && sql.charAt(token.from()) != '"';
      boolean comment = token.kind() == SqlLexer.Kind.COMMENT;
      bare.append(text ? "''" : comment ? " " : token.of(sql));
    }
    return bare.toString();
  }

  static List<SqlLexer.Token> tokens(String sql) {
    var tokens = new ArrayList<SqlLexer.Token>();
    var lexer = new SqlLexer(sql);
    for (var token = lexer.next(); token != null; token = lexer.next()) {
      tokens.add(token);
      if (token.kind() == SqlLexer.Kind.META) {
        lexer.skipLine();
      }
    }
    return tokens;
  }

  /** The numbers of its parameters. */
  static SortedSet<Integer> parameters(String sql) {
    var numbers = new TreeSet<Integer>();
    for (var token : tokens(sql)) {
      if (token.kind() == SqlLexer.Kind.PARAMETER) {
        numbers.add(number(token, sql));
      }
    }
    return numbers;
  }

  /** The text with something else in each parameter's place. */
  static String replaceParameters(String sql, IntFunction<String> value) {
    var text = new StringBuilder();
    for (var token : tokens(sql)) {
      text.append(
          token.kind() == SqlLexer.Kind.PARAMETER
              ? value.apply(number(token, sql))
              : token.of(sql));
    }
    return text.toString();
  }

  private static int number(SqlLexer.Token parameter, String sql) {
    return Integer.parseInt(parameter.of(sql).substring(1));
  }

  /** One line for people of what is only named, not measured: a text in it may be a password. */
  public static String titleWithoutTexts(String sql) {
    return title(withoutTexts(sql));
  }

  /** One line for people. */
  public static String title(String sql) {
    var line = sql.replaceAll("\\s+", " ").strip();
    return line.length() <= TITLE ? line : line.substring(0, TITLE - 3) + "...";
  }
}
