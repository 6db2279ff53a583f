package dev.proven.postgres;

/**
 * What a parameter is compared with.
 *
 * @param schema of the table
 * @param table the table's name
 * @param expression over one row of the table, as SQL: most often a column
 * @param column the column in it
 * @param operator between the expression and the parameter, such as {@code <=}
 * @param array whether the parameter is a list of such values
 */
record ParameterUse(
    String schema, String table, String expression, String column, String operator, boolean array) {

  boolean isPlainColumn() {
    return expression.equals(Sql.identifier(column));
  }

  boolean isEquality() {
    return operator.equals("=");
  }

  boolean isLowerBound() {
    return operator.startsWith(">");
  }

  boolean isUpperBound() {
    return operator.equals("<") || operator.equals("<=");
  }

  boolean isPattern() {
    return operator.contains("~~") || isRegex();
  }

  boolean isRegex() {
    return operator.contains("~") && !operator.contains("~~");
  }

  String qualifiedTable() {
    return Sql.identifier(schema, table);
  }
}
