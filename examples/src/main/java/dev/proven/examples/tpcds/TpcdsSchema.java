package dev.proven.examples.tpcds;

import io.trino.tpcds.Table;
import io.trino.tpcds.column.Column;
import io.trino.tpcds.column.ColumnType;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The tables of TPC-DS as SQL, from what the generator says of its columns. */
final class TpcdsSchema {
  private TpcdsSchema() {}

  static String create(Table table) {
    return Arrays.stream(table.getColumns())
        .map(c -> c.getName() + " " + type(c.getType()))
        .collect(Collectors.joining(", ", "CREATE TABLE " + table.getName() + " (", ")"));
  }

  static String primaryKey(Table table) {
    return "ALTER TABLE " + table.getName() + " ADD PRIMARY KEY (" + key(table) + ")";
  }

  /** By the specification: two or three columns for what happens, the surrogate key otherwise. */
  private static String key(Table table) {
    return switch (table) {
      case STORE_SALES -> "ss_item_sk, ss_ticket_number";
      case STORE_RETURNS -> "sr_item_sk, sr_ticket_number";
      case CATALOG_SALES -> "cs_item_sk, cs_order_number";
      case CATALOG_RETURNS -> "cr_item_sk, cr_order_number";
      case WEB_SALES -> "ws_item_sk, ws_order_number";
      case WEB_RETURNS -> "wr_item_sk, wr_order_number";
      case INVENTORY -> "inv_date_sk, inv_item_sk, inv_warehouse_sk";
      default -> first(table).getName();
    };
  }

  private static Column first(Table table) {
    return table.getColumns()[0];
  }

  private static String type(ColumnType type) {
    return switch (type.getBase()) {
      case INTEGER -> "int";
      case IDENTIFIER -> "bigint";
      case DATE -> "date";
      case TIME -> "time";
      case DECIMAL -> "numeric(" + type.getPrecision().orElse(7) + "," + scale(type) + ")";
      case VARCHAR -> "varchar(" + type.getPrecision().orElseThrow() + ")";
      case CHAR -> "char(" + type.getPrecision().orElseThrow() + ")";
    };
  }

  private static int scale(ColumnType type) {
    return type.getScale().orElse(2);
  }
}
