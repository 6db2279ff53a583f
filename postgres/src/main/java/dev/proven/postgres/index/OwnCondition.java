package dev.proven.postgres.index;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A condition of one occurrence of a table on nothing but its own columns and constants.
 *
 * @param planned as the plan shows it
 * @param sql the same with columns by their names alone
 * @param tokens of what the plan shows
 * @param columns that it mentions
 */
public record OwnCondition(String planned, String sql, List<Token> tokens, Set<String> columns) {
  private static final List<String> LABELS = List.of("Index Cond", "Recheck Cond", "Filter");

  /** Those that the scan of a table checks. */
  static List<OwnCondition> of(TableUse use) {
    return of(use.scan());
  }

  /** Those that this scan of a table checks. */
  public static List<OwnCondition> of(PlanNode scan) {
    var found = new LinkedHashSet<OwnCondition>();
    for (String label : LABELS) {
      for (String line : scan.lines(label)) {
        for (var conjunct : Conditions.conjuncts(Token.of(line))) {
          var text = line.substring(conjunct.getFirst().from(), conjunct.getLast().to());
          of(text, scan.alias()).ifPresent(found::add);
        }
      }
    }
    return List.copyOf(found);
  }

  /**
   * What a line of a scan's plan says apart from such conditions.
   *
   * @param label of the line
   * @param alias of the table that is scanned
   */
  static String besides(String label, String line, String alias) {
    if (!LABELS.contains(label)) {
      return line;
    }
    var rest = new StringBuilder();
    for (var conjunct : Conditions.conjuncts(Token.of(line))) {
      var text = line.substring(conjunct.getFirst().from(), conjunct.getLast().to());
      rest.append(of(text, alias).isPresent() ? "" : " " + text);
    }
    return rest.toString();
  }

  private static Optional<OwnCondition> of(String text, String alias) {
    var tokens = Token.of(text);
    var columns = new LinkedHashSet<String>();
    for (ColumnRef reference : Conditions.references(tokens)) {
      if (!reference.alias().equals(alias) || reference.column().equals("*")) {
        return Optional.empty();
      }
      columns.add(reference.column());
    }
    return columns.isEmpty() || tokens.stream().anyMatch(OwnCondition::comesFromElsewhere)
        ? Optional.empty()
        : Optional.of(new OwnCondition(text, unqualified(text, tokens), tokens, columns));
  }

  /** A parameter, or what another query gives. */
  private static boolean comesFromElsewhere(Token token) {
    return token.is("SubPlan")
        || token.is("InitPlan")
        || (token.kind() == Token.Kind.WORD && token.text().startsWith("$"));
  }

  /** Whether no value stands in it, as in IS NULL. */
  boolean hasNoLiteral() {
    return tokens.stream()
        .noneMatch(t -> t.kind() == Token.Kind.STRING || t.kind() == Token.Kind.NUMBER);
  }

  /** The text of some of its tokens with columns by their names alone. */
  public String sql(List<Token> part) {
    int from = part.getFirst().from();
    var text = planned.substring(from, part.getLast().to());
    return unqualified(text, Token.of(text));
  }

  /** The text with columns by their names alone. */
  public static String unqualified(String text, List<Token> tokens) {
    var bare = new StringBuilder();
    int at = 0;
    for (int i = 0; i + 2 < tokens.size(); i++) {
      boolean reference = Conditions.references(tokens.subList(i, i + 3)).size() == 1;
      boolean call = i + 3 < tokens.size() && tokens.get(i + 3).is("(");
      boolean type = i > 0 && tokens.get(i - 1).is("::");
      if (reference && !call && !type) {
        bare.append(text, at, tokens.get(i).from());
        at = tokens.get(i + 2).from();
      }
    }
    return bare.append(text, at, text.length()).toString();
  }

  /**
   * A comparison in it.
   *
   * @param subject the side with the columns
   * @param operator such as {@code =}
   * @param constant the other side
   */
  public record Comparison(List<Token> subject, String operator, List<Token> constant) {}

  /** The comparison of something over its columns with a constant, if that is what it is. */
  public Optional<Comparison> comparison() {
    var bare = Conditions.strip(tokens);
    int at = Conditions.depthZero(bare, t -> t.kind() == Token.Kind.OPERATOR);
    if (at <= 0 || at == bare.size() - 1) {
      return Optional.empty();
    }
    var left = new ArrayList<>(bare.subList(0, at));
    var right = new ArrayList<>(bare.subList(at + 1, bare.size()));
    boolean constant = Conditions.references(right).isEmpty();
    boolean subject = !Conditions.references(left).isEmpty();
    return constant && subject
        ? Optional.of(
            new Comparison(Conditions.strip(left), bare.get(at).text(), Conditions.strip(right)))
        : Optional.empty();
  }
}
