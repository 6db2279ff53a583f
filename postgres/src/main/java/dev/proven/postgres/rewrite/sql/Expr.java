package dev.proven.postgres.rewrite.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An expression. Two are equal where their trees are. */
public sealed interface Expr {

  /**
   * A column of something in a FROM.
   *
   * @param source alias, of which there is only one in the statement
   * @param name unquoted
   */
  record Column(String source, String name) implements Expr {}

  /** A column of the answer by its name, as ORDER BY and GROUP BY may say it. */
  record Output(String name) implements Expr {}

  /** All columns of a source; with an empty source the star of {@code count(*)}. */
  record Star(String source) implements Expr {}

  /** A constant as it is written, such as {@code 5}, {@code 'a'} or {@code DATE '2026-01-01'}. */
  record Literal(String text) implements Expr {}

  /** Two operands with an operator between them. */
  record Binary(String operator, Expr left, Expr right) implements Expr {
    /** Whether it compares by one of the six comparisons, which give NULL for NULL. */
    public boolean compares() {
      return switch (operator) {
        case "=", "<>", "<", "<=", ">", ">=" -> true;
        default -> false;
      };
    }

    /** The same comparison seen from the other side. */
    public Binary turned() {
      return new Binary(
          switch (operator) {
            case "<" -> ">";
            case "<=" -> ">=";
            case ">" -> "<";
            case ">=" -> "<=";
            default -> operator;
          },
          /* left= */ right,
          /* right= */ left);
    }
  }

  record And(List<Expr> terms) implements Expr {
    public And {
      terms = List.copyOf(terms);
    }
  }

  record Or(List<Expr> terms) implements Expr {
    public Or {
      terms = List.copyOf(terms);
    }
  }

  record Not(Expr term) implements Expr {}

  record IsNull(Expr operand, boolean negated) implements Expr {}

  record Between(Expr operand, Expr low, Expr high, boolean negated) implements Expr {}

  record InList(Expr operand, List<Expr> values, boolean negated) implements Expr {
    public InList {
      values = List.copyOf(values);
    }
  }

  record InQuery(Expr operand, Query query, boolean negated) implements Expr {}

  /** A comparison with a subquery's rows, such as {@code > ALL}. */
  record Quantified(Expr operand, String operator, Query query) implements Expr {}

  record Exists(Query query) implements Expr {}

  /** A subquery that stands for one value. */
  record Scalar(Query query) implements Expr {}

  record Row(List<Expr> fields) implements Expr {
    public Row {
      fields = List.copyOf(fields);
    }
  }

  /**
   * A function or an aggregate.
   *
   * @param name in lower case unless it is quoted
   * @param order within an aggregate
   * @param filter of an aggregate, or null
   */
  record Call(
      String name,
      boolean distinct,
      List<Expr> arguments,
      List<Query.Order> order,
      @Nullable Expr filter)
      implements Expr {
    public Call {
      arguments = List.copyOf(arguments);
      order = List.copyOf(order);
    }

    /** A plain function of some arguments. */
    public static Call of(String name, Expr... arguments) {
      return new Call(name, false, List.of(arguments), List.of(), null);
    }
  }

  /**
   * A field of a date or time.
   *
   * @param field in lower case, such as {@code year}
   */
  record Extract(String field, Expr operand) implements Expr {}

  record Cast(Expr operand, String type) implements Expr {}

  /**
   * A function over a window.
   *
   * @param frame as it is written, empty where there is none
   */
  record Window(Expr function, List<Expr> partition, List<Query.Order> order, String frame)
      implements Expr {
    public Window {
      partition = List.copyOf(partition);
      order = List.copyOf(order);
    }
  }

  /**
   * Any other expression: a text with holes, of which no rule knows more than what stands in them.
   *
   * @param pieces one more than holes
   */
  record Shape(List<String> pieces, List<Expr> holes) implements Expr {
    public Shape {
      pieces = List.copyOf(pieces);
      holes = List.copyOf(holes);
      if (pieces.size() != holes.size() + 1) {
        throw new IllegalArgumentException(pieces + " around " + holes);
      }
    }

    /** A text with one hole. */
    public static Shape around(String before, Expr hole, String after) {
      return new Shape(List.of(before, after), List.of(hole));
    }
  }
}
