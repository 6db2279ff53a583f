package dev.proven.postgres.index;

import dev.proven.postgres.index.Term.Access;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads the conditions of a plan node: which bare columns are compared, and with what. Branches of
 * an OR, negations and functions over a column give no term, since a plain index does not answer
 * them by itself.
 */
public final class Conditions {
  private static final Set<String> RANGE = Set.of("<", "<=", ">", ">=");

  private Conditions() {}

  /**
   * The terms of a condition, such as {@code ((a.x = 1) AND (a.y > b.z))}.
   *
   * @param rows that come out of the node which checks it
   */
  static List<Term> terms(String condition, double rows) {
    var terms = new ArrayList<Term>();
    for (var conjunct : conjuncts(Token.of(condition))) {
      if (!alternatives(conjunct).isEmpty()) {
        continue;
      }
      var found = new ArrayList<Term>();
      addTerms(conjunct, found);
      String text = condition.substring(conjunct.getFirst().from(), conjunct.getLast().to());
      found.forEach(t -> terms.add(t.of(text, rows)));
    }
    return terms;
  }

  /** Every column that an expression mentions; {@code *} stands for a whole row. */
  public static Set<ColumnRef> references(List<Token> tokens) {
    var references = new LinkedHashSet<ColumnRef>();
    for (int i = 0; i + 2 < tokens.size(); i++) {
      if (isReference(tokens, i)) {
        references.add(new ColumnRef(tokens.get(i).text(), tokens.get(i + 2).text()));
      }
    }
    return references;
  }

  private static boolean isReference(List<Token> tokens, int i) {
    var last = tokens.get(i + 2);
    boolean call = i + 3 < tokens.size() && tokens.get(i + 3).is("(");
    boolean type = i > 0 && tokens.get(i - 1).is("::");
    return tokens.get(i).isName()
        && tokens.get(i + 1).is(".")
        && (last.isName() || last.is("*"))
        && !call
        && !type;
  }

  /** The bare column that an expression is, with the type it is cast to, or nothing. */
  public static Optional<Operand> bareColumn(List<Token> tokens) {
    var bare = strip(tokens);
    int cast = depthZero(bare, t -> t.is("::"));
    if (cast > 0) {
      var type = new StringBuilder();
      bare.subList(cast + 1, bare.size()).forEach(t -> type.append(' ').append(t.text()));
      return bareColumn(bare.subList(0, cast))
          .filter(o -> o.cast().isEmpty())
          .map(o -> new Operand(o.column(), type.toString().trim()));
    }
    boolean column = bare.size() == 3 && bare.get(2).isName() && isReference(bare, 0);
    return column
        ? Optional.of(new Operand(new ColumnRef(bare.get(0).text(), bare.get(2).text()), ""))
        : Optional.empty();
  }

  /**
   * A bare column of a comparison.
   *
   * @param column the column
   * @param cast the type it is cast to, or empty
   */
  public record Operand(ColumnRef column, String cast) {}

  /** The parts of a condition that must all hold; an OR is one part. */
  static List<List<Token>> conjuncts(List<Token> tokens) {
    var all = split(strip(tokens), "AND");
    return all.size() == 1 ? all : all.stream().flatMap(c -> conjuncts(c).stream()).toList();
  }

  /** The parts of an OR, of which one must hold; none where it is no OR. */
  static List<List<Token>> alternatives(List<Token> tokens) {
    var all = split(strip(tokens), "OR");
    return all.size() == 1 ? List.of() : all;
  }

  private static List<List<Token>> split(List<Token> tokens, String word) {
    var all = new ArrayList<List<Token>>();
    int from = 0;
    for (int at : allAtDepthZero(tokens, t -> t.is(word))) {
      all.add(tokens.subList(from, at));
      from = at + 1;
    }
    all.add(tokens.subList(from, tokens.size()));
    return all;
  }

  /** The type that a constant is cast to, such as {@code text[]}; empty for none. */
  static String cast(List<Token> constant) {
    var casts = allAtDepthZero(strip(constant), t -> t.is("::"));
    if (casts.isEmpty()) {
      return "";
    }
    var type = strip(constant).subList(casts.getLast() + 1, strip(constant).size());
    return type.stream().map(Token::text).collect(Collectors.joining(" ")).replace(" [ ]", "[]");
  }

  private static void addTerms(List<Token> conjunct, List<Term> terms) {
    int at = depthZero(conjunct, t -> t.kind() == Token.Kind.OPERATOR);
    if (at > 0) {
      String operator = conjunct.get(at).text();
      var left = conjunct.subList(0, at);
      var right = conjunct.subList(at + 1, conjunct.size());
      term(left, operator, right).ifPresent(terms::add);
      if (!operator.equals("~~")) {
        term(right, operator, left).ifPresent(terms::add);
      }
    } else if (isNullTest(conjunct)) {
      bareColumn(conjunct.subList(0, conjunct.size() - 2))
          .ifPresent(o -> terms.add(new Term(o.column(), o.cast(), Access.EQUAL, Set.of(), "", 0)));
    } else {
      flag(conjunct).ifPresent(terms::add);
    }
  }

  private static boolean isNullTest(List<Token> tokens) {
    int size = tokens.size();
    return size > 2 && tokens.get(size - 2).is("IS") && tokens.get(size - 1).is("NULL");
  }

  /** A boolean column by itself is a comparison with true, after NOT with false. */
  private static Optional<Term> flag(List<Token> tokens) {
    var bare =
        !tokens.isEmpty() && tokens.getFirst().is("NOT")
            ? tokens.subList(1, tokens.size())
            : tokens;
    return bareColumn(bare)
        .map(o -> new Term(o.column(), o.cast(), Access.EQUAL, Set.<String>of(), "", 0));
  }

  private static Optional<Term> term(List<Token> column, String operator, List<Token> other) {
    if (other.stream().anyMatch(t -> t.is("SubPlan"))) {
      return Optional.empty();
    }
    return bareColumn(column)
        .flatMap(o -> {
          var others = new LinkedHashSet<String>();
          references(other).forEach(r -> others.add(r.alias()));
          return others.contains(o.column().alias())
              ? Optional.empty()
              : access(operator, other, others)
                  .map(access -> new Term(o.column(), o.cast(), access, Set.copyOf(others), "", 0));
        });
  }

  private static Optional<Access> access(String operator, List<Token> other, Set<String> others) {
    boolean any = !other.isEmpty() && other.getFirst().is("ANY");
    boolean all = !other.isEmpty() && other.getFirst().is("ALL");
    if (all || (any && !operator.equals("="))) {
      return Optional.empty();
    }
    if (operator.equals("=")) {
      return Optional.of(others.isEmpty() ? (any ? Access.MEMBER : Access.EQUAL) : Access.JOIN);
    }
    if (RANGE.contains(operator)) {
      return Optional.of(Access.RANGE);
    }
    return operator.equals("~~") && hasPrefix(other)
        ? Optional.of(Access.PREFIX)
        : Optional.empty();
  }

  /** Whether a pattern begins with something constant. */
  static boolean hasPrefix(List<Token> pattern) {
    var first = pattern.getFirst();
    return first.kind() == Token.Kind.STRING
        && !first.text().isEmpty()
        && "%_\\".indexOf(first.text().charAt(0)) < 0;
  }

  /** Tells a kind of token. */
  interface TokenTest {
    boolean test(Token token);
  }

  /** Where the first such token outside of all brackets stands, or -1. */
  static int depthZero(List<Token> tokens, TokenTest test) {
    var all = allAtDepthZero(tokens, test);
    return all.isEmpty() ? -1 : all.getFirst();
  }

  private static List<Integer> allAtDepthZero(List<Token> tokens, TokenTest test) {
    var found = new ArrayList<Integer>();
    int depth = 0;
    for (int i = 0; i < tokens.size(); i++) {
      var token = tokens.get(i);
      if (token.is("(") || token.is("[")) {
        depth++;
      } else if (token.is(")") || token.is("]")) {
        depth--;
      } else if (depth == 0 && test.test(token)) {
        found.add(i);
      }
    }
    return found;
  }

  /** Takes off brackets that enclose the whole. */
  public static List<Token> strip(List<Token> tokens) {
    var bare = tokens;
    while (enclosed(bare)) {
      bare = bare.subList(1, bare.size() - 1);
    }
    return bare;
  }

  private static boolean enclosed(List<Token> tokens) {
    if (tokens.size() < 2 || !tokens.getFirst().is("(") || !tokens.getLast().is(")")) {
      return false;
    }
    int depth = 0;
    for (int i = 0; i < tokens.size() - 1; i++) {
      depth += tokens.get(i).is("(") ? 1 : tokens.get(i).is(")") ? -1 : 0;
      if (depth == 0) {
        return false;
      }
    }
    return true;
  }
}
