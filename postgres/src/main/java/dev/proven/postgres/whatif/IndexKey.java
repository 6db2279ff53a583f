package dev.proven.postgres.whatif;

import dev.proven.postgres.Sql;

/**
 * One key of an index.
 *
 * @param subject what is indexed
 * @param descending from the largest; false where the method knows no order
 * @param nullsFirst where nulls stand; false where the method knows no order
 * @param operatorClass such as {@code jsonb_path_ops}, as SQL; empty for the type's own
 */
public record IndexKey(
    Subject subject, boolean descending, boolean nullsFirst, String operatorClass) {

  /** What is indexed: a column or an expression over columns. */
  public sealed interface Subject {
    /** For {@code CREATE INDEX}. */
    String sql();
  }

  /**
   * A column by its name.
   *
   * @param name unquoted
   */
  public record Column(String name) implements Subject {
    @Override
    public String sql() {
      return Sql.identifier(name);
    }
  }

  /**
   * An expression over columns of the table. Two are equal if their text is, but for white space
   * and brackets around the whole.
   *
   * @param text as SQL, with unqualified columns
   */
  public record Expression(String text) implements Subject {
    public Expression {
      text = SqlSpelling.of(text);
    }

    @Override
    public String sql() {
      return "(" + text + ")";
    }
  }

  /** A column in the order that an index has if nothing is said. */
  public static IndexKey column(String name) {
    return new IndexKey(new Column(name), false, false, "");
  }

  /** An expression in the order that an index has if nothing is said. */
  public static IndexKey expression(String text) {
    return new IndexKey(new Expression(text), false, false, "");
  }

  /** The same subject, sorted like this. */
  public IndexKey ordered(boolean fromLargest, boolean nullsBefore) {
    return new IndexKey(subject, fromLargest, nullsBefore, operatorClass);
  }

  /** The same subject with that operator class. */
  public IndexKey with(String opclass) {
    return new IndexKey(subject, descending, nullsFirst, opclass);
  }

  /** In the order in which the index is read backwards. */
  public IndexKey reversed() {
    return ordered(!descending, !nullsFirst);
  }

  /** For {@code CREATE INDEX}. */
  public String sql() {
    return subject.sql() + (operatorClass.isEmpty() ? "" : " " + operatorClass) + order();
  }

  /** The order as SQL; empty where it is the usual one. */
  public String order() {
    String direction = descending ? " DESC" : "";
    if (nullsFirst == descending) {
      return direction;
    }
    return direction + (nullsFirst ? " NULLS FIRST" : " NULLS LAST");
  }
}
